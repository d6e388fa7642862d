// Program: outlives a supervisor that was killed, just long enough to end what it left.
// The supervisor holds the other end of standard input and writes one byte when it has stopped everything itself.
import { endRecordedProcesses, livingProcesses } from './recorded-processes.ts';

const [home, supervisorPid] = process.argv.slice(2);
if (home === undefined || supervisorPid === undefined) {
  throw new Error('usage: watchdog.ts <home> <supervisor pid>');
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

let stoppedInOrder = false;
process.stdin.on('data', () => {
  stoppedInOrder = true;
});
process.stdin.on('close', () => {
  if (!stoppedInOrder) void endRecordedProcesses(livingProcesses(home, Number(supervisorPid)), 10);
});
