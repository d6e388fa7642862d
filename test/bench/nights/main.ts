// Program: node test/bench/nights/main.ts [--repositories 1000] [--nights 30] [--tasks 6]. Measures nights and prints a table.
import { parseArgs } from 'node:util';
import { describeMachine } from '../machine.ts';
import { measureNights } from './measure-nights.ts';
import { nightsTable } from './nights-table.ts';

const { values } = parseArgs({
  options: {
    repositories: { type: 'string', default: '1000' },
    nights: { type: 'string', default: '30' },
    tasks: { type: 'string', default: '6' },
  },
});
const size = {
  repositories: Number(values.repositories),
  nights: Number(values.nights),
  tasks: Number(values.tasks),
};
if (!Object.values(size).every((count) => Number.isSafeInteger(count) && count > 0)) {
  process.stderr.write('--repositories, --nights and --tasks are whole numbers from 1 on\n');
  process.exit(2);
}
process.stderr.write(`${JSON.stringify({ machine: describeMachine(), ...size })}\n`);
const figures = await measureNights(size, (night) =>
  process.stderr.write(`${JSON.stringify(night)}\n`),
);
process.stdout.write(`${nightsTable(figures)}\n`);
