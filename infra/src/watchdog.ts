// Program: outlives a supervisor that was killed, just long enough to end what it left. Argument: the stack's home.
// The supervisor holds the other end of standard input and writes one byte when it has stopped everything itself.
import { endRecordedProcesses } from './recorded-processes.ts';

const home = process.argv[2];
if (home === undefined) throw new Error('usage: watchdog.ts <home>');

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

let stoppedInOrder = false;
process.stdin.on('data', () => {
  stoppedInOrder = true;
});
process.stdin.on('close', () => {
  if (!stoppedInOrder) void endRecordedProcesses(home, 10);
});
