import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { nightSourceOf, type NightWorld, startNightWorld } from './start-night-world.ts';

let home = '';
let world: NightWorld;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'evoline-night-world-'));
  world = await startNightWorld({ home, repositories: 6, nights: 5, tasks: 3, seed: 1 });
});
afterAll(async () => {
  await world.close();
  await rm(home, { recursive: true, force: true });
});

const shown = (index: number) => {
  const { host } = world.double.state;
  const name = nightSourceOf(index).replace('github:', '');
  return host.repository(name).pulls(host.clock.horizon());
};

it('is quiet in half of its repositories after the first day', () => {
  const all = world.sources;
  expect(world.changedBefore(0)).toEqual(all);
  const later = [1, 2, 3, 4].map((night) => world.changedBefore(night));
  expect(later.map((names) => names.includes(nightSourceOf(4)))).toEqual([
    false,
    false,
    false,
    false,
  ]);
  for (const names of later) expect(names.length).toBeGreaterThan(0);
});

it('shows more pull requests night by night, and all of them in the last', () => {
  const counts = world.nominalTimes.map((_, night) => {
    world.turnTo(night);
    return shown(3).filter(({ merged }) => merged).length;
  });
  expect(counts).toEqual(counts.toSorted((a, b) => a - b));
  expect(counts.at(-1)).toBeGreaterThan(counts[0] ?? 0);
  expect(shown(3).at(-1)?.title).toMatch(/^Revert "/);
});

it('edits a pull request before the third night and links one before the fourth', () => {
  world.turnTo(1);
  const before = shown(1)[0];
  world.turnTo(2);
  expect(before?.title).not.toContain('and say why');
  expect(shown(1)[0]?.title).toContain('and say why');
});
