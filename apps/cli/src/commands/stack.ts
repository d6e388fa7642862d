import { describeAddresses } from '@evoline/infra/address-table';
import { startInBackground, stopRunningStack } from '@evoline/infra/background-stack';
import { findStack } from '@evoline/infra/stack';
import { type ExitCode, type Io, writeResult } from '../io.ts';
import { tellWhile } from '../report/tell-while.ts';

export interface HomeOption {
  readonly home?: string;
}

/** `evoline up`: a stack in the background that outlives this command. */
export async function up(io: Io, options: HomeOption): Promise<ExitCode> {
  const addresses = await tellWhile(io, 'starting the stack', startInBackground(options));
  writeResult(io, addresses, describeAddresses(addresses));
  return 0;
}

/** `evoline down`: stops it; finished work and open workflows stay on disk. */
export async function down(io: Io, options: HomeOption): Promise<ExitCode> {
  const stopped = await tellWhile(io, 'stopping the stack', stopRunningStack(options.home));
  writeResult(
    io,
    { stopped },
    stopped ? 'Stopped. Open workflows go on at the next start.' : 'No stack was running.',
  );
  return 0;
}

/** `evoline status`: exit code 1 when nothing runs. */
export async function status(io: Io, options: HomeOption): Promise<ExitCode> {
  const addresses = findStack(options.home);
  if (addresses === undefined) {
    writeResult(io, { running: false }, 'No stack is running. Start one: npx evoline up');
    return 1;
  }
  writeResult(io, { running: true, ...addresses }, describeAddresses(addresses));
  return 0;
}
