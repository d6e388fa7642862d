/** The stack cannot start or go on. The message says what is missing and the cure; no stack trace is needed. */
export class StackError extends Error {
  override readonly name = 'StackError';
}
