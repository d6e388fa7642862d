import { connect, type Steering } from '@evoline/steering/connect';
import type { CliEnv } from '../env.ts';
import type { Io } from '../io.ts';
import { tellWhile } from '../report/tell-while.ts';
import { type SessionAddresses, withStack } from './stack-session.ts';

/** Runs `work` with a connection to Temporal; starts a stack for its duration when none runs. */
export function withSteering<T>(
  io: Io,
  env: CliEnv,
  work: (steering: Steering, addresses: SessionAddresses) => Promise<T>,
): Promise<T> {
  return withStack(io, env, async (addresses) => {
    const { temporalAddress: address, temporalNamespace: namespace } = addresses;
    const connecting = connect({ address, namespace });
    const steering = await tellWhile(io, `connecting to Temporal at ${address}`, connecting);
    try {
      return await work(steering, addresses);
    } finally {
      await steering.close();
    }
  });
}
