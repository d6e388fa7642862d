import { type NightWorld, nightSourceOf } from '@evoline/testing/nights/start-night-world';

/** Repositories of the world to which something happens; see `moveWorld`. */
export const renamed = 7;
export const deleted = 8;
export const madePrivate = 9;
export const blocked = 6;

/** Nights, counted from 0, before which it happens. */
const renamedBefore = 2;
const deletedBefore = 2;
const privateBefore = 3;
const blockedBefore = 1;
const openBefore = 4;

/** Pull requests, edits, links and reverts come by the clock; this is what happens to whole repositories. */
export function moveWorld(world: NightWorld, night: number): void {
  const { host } = world.double.state;
  if (night === renamedBefore) host.rename(nameOf(renamed), newName.split('/')[1] ?? '');
  if (night === deletedBefore) host.remove(nameOf(deleted));
  if (night === privateBefore) host.remove(nameOf(madePrivate));
  if (night === blockedBefore) host.block(nameOf(blocked));
  if (night === openBefore) host.repository(nameOf(blocked)).blocked = null;
}

/** The world as it is after all nights. */
export function finishWorld(world: NightWorld): void {
  for (let night = 0; night < world.nominalTimes.length; night += 1) {
    moveWorld(world, night);
    world.turnTo(night);
  }
}

/** owner/name of the repositories that bear one name from the first night to the last. */
export function lastingRepositories(world: NightWorld): string[] {
  const others = [renamed, deleted, madePrivate].map(nightSourceOf);
  return world.sources
    .filter((source) => !others.includes(source))
    .map((source) => source.slice('github:'.length));
}

export const newName = 'evoline-demo/renamed-0007';

export function nameOf(index: number): string {
  return nightSourceOf(index).slice('github:'.length);
}
