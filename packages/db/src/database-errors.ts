import { EvolineFailure } from '@evoline/contract/failures';

/** SQLSTATE classes and codes (PostgreSQL manual, appendix A) that mean "not now, try again". */
const unreachable = /^(08...|57P0[1-4]|53...|40001|40P01|25P03|57014)$/;
/** Unique, foreign key, check and restrict violations. */
const conflicting = /^23...$/;
const sqlState = /^[0-9A-Z]{5}$/;
const socketCodes = /^(ECONN\w+|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENOENT)$/;
const lostConnection =
  /(Connection terminated|timeout exceeded when trying to connect|Query read timeout|is not queryable|Cannot use a pool after)/i;

/** Names an error of PostgreSQL or its driver from the failure table; others come back as they are. */
export function nameDatabaseError(error: unknown): unknown {
  if (error instanceof EvolineFailure) return error;
  const cause = driverErrorOf(error);
  const message = cause.message.split('\n')[0] ?? '';
  if (
    unreachable.test(cause.code) ||
    socketCodes.test(cause.code) ||
    lostConnection.test(message)
  ) {
    return new EvolineFailure('database_unreachable', `PostgreSQL did not answer: ${message}`, {
      cause: error,
    });
  }
  if (conflicting.test(cause.code)) {
    return new EvolineFailure('conflict', `PostgreSQL refused the write: ${message}`, {
      cause: error,
      details: { constraint: cause.constraint, table: cause.table },
    });
  }
  if (!sqlState.test(cause.code)) return error;
  // The driver's own error lists the statement and its parameters: they stay out of the message.
  return new EvolineFailure('internal', `PostgreSQL: ${message} (${cause.code})`, { cause: error });
}

interface DriverError {
  readonly code: string;
  readonly message: string;
  readonly constraint: string | null;
  readonly table: string | null;
}

// drizzle wraps the driver's error, Node wraps several socket errors in one: look inside both.
function driverErrorOf(error: unknown): DriverError {
  let inner: unknown = error;
  while (inner instanceof Error && !('code' in inner)) {
    const next = inner instanceof AggregateError ? inner.errors[0] : inner.cause;
    if (next === undefined) break;
    inner = next;
  }
  return {
    code: textField(inner, 'code') ?? '',
    message: textField(inner, 'message') ?? String(inner),
    constraint: textField(inner, 'constraint'),
    table: textField(inner, 'table'),
  };
}

function textField(value: unknown, name: string): string | null {
  if (typeof value !== 'object' || value === null) return null;
  const field: unknown = Reflect.get(value, name);
  return typeof field === 'string' ? field : null;
}
