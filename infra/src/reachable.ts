import { Connection } from '@temporalio/client';
import { Client } from 'pg';
import { StackError } from './stack-error.ts';
import { answersOk } from './until-answers.ts';

const deadlineSeconds = 10;

/** One question to a Temporal server: does it know the namespace? Rejects when it does not answer in time. */
export async function temporalAnswers(address: string, namespace: string): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: 2000 });
  try {
    await connection.withDeadline(Date.now() + 2000, () =>
      connection.workflowService.describeNamespace({ namespace }),
    );
  } finally {
    await connection.close();
  }
}

/** Checks a server that the environment names instead of ours. Throws a sentence naming variable and cure. */
export async function requireTemporal(address: string, namespace: string): Promise<void> {
  await required(
    `TEMPORAL_ADDRESS=${address} (namespace ${namespace}) does not answer`,
    temporalAnswers(address, namespace),
  );
}

export async function requireDatabase(databaseUrl: string): Promise<void> {
  const client = new Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: deadlineSeconds * 1000,
    query_timeout: deadlineSeconds * 1000,
  });
  client.on('error', () => {});
  // The address may hold a password: it is not repeated in the message.
  await required(
    'DATABASE_URL does not answer',
    client.connect().finally(() => client.end().catch(() => {})),
  );
}

export async function requireEngine(engineUrl: string): Promise<void> {
  await required(
    `ENGINE_URL=${engineUrl} does not answer GET /health`,
    answersOk(`${engineUrl}/health`)(AbortSignal.timeout(deadlineSeconds * 1000)),
  );
}

async function required(what: string, question: Promise<unknown>): Promise<void> {
  const late = AbortSignal.timeout(deadlineSeconds * 1000 + 1000);
  const tooLate = new Promise<never>((_, reject) => {
    late.addEventListener('abort', () => reject(new Error(`no answer in ${deadlineSeconds} s`)));
  });
  await Promise.race([question, tooLate]).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StackError(
      `${what}: ${reason}. Start that server, or unset the variable to use the embedded one.`,
    );
  });
}
