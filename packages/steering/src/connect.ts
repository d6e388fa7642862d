import { Client, Connection } from '@temporalio/client';
import { EvolineFailure } from '@evoline/contract/failures';

export interface TemporalPlace {
  /** gRPC, `host:port`. */
  readonly address: string;
  readonly namespace: string;
}

export interface Steering extends TemporalPlace {
  readonly client: Client;
  close(): Promise<void>;
}

const connectSeconds = 10;

/**
 * Connects to a Temporal server.
 *
 * @throws EvolineFailure `temporal_unreachable` when nothing answers within ten seconds.
 */
export async function connect({ address, namespace }: TemporalPlace): Promise<Steering> {
  try {
    const connection = await Connection.connect({
      address,
      connectTimeout: connectSeconds * 1000,
    });
    const client = new Client({ connection, namespace });
    return { address, namespace, client, close: () => connection.close() };
  } catch (cause) {
    throw new EvolineFailure('temporal_unreachable', `No Temporal server answers at ${address}.`, {
      cause,
    });
  }
}
