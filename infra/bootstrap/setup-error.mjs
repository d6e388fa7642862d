/** The set-up cannot go on. Says what is missing and how to cure it; shown without a stack trace. */
export class SetupError extends Error {
  /**
   * @param {string} missing one sentence
   * @param {string} cure one sentence or a command
   */
  constructor(missing, cure) {
    super(`${missing}\n  ${cure}`);
    this.name = 'SetupError';
  }
}
