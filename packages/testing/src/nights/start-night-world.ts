import { join } from 'node:path';
import { isoSeconds } from '../github/double-clock.ts';
import { type GitHubDouble, startGitHubDouble } from '../github/start-github-double.ts';
import { type BugTask, generateBugTasks } from '../world/bug-task.ts';
import { demoOrganisation } from '../world/proposal.ts';
import { worldBegins } from '../world/repository-history.ts';
import { hostNightRepository, type NightRepository } from './host-night-repository.ts';
import { planNightRepository } from './plan-night-repository.ts';

export interface NightWorldOptions {
  /** Where the repositories are written. */
  readonly home: string;
  readonly repositories: number;
  readonly nights: number;
  /** Fixes of bugs in each repository; there are one to three pull requests more. */
  readonly tasks: number;
  readonly seed: number;
}

/** Many small repositories on a double that lives from night to night. */
export interface NightWorld {
  readonly double: GitHubDouble;
  /** `github:owner/name`, as a person puts them on the list. */
  readonly sources: readonly string[];
  /** When each night comes; the first is number 0. */
  readonly nominalTimes: readonly Date[];
  /** Turns to a night: the pull requests, edits, links and reverts up to then are there. */
  turnTo(night: number): void;
  /** Repositories in which something that is mined changed after the night before, and until this one. */
  changedBefore(night: number): string[];
  close(): Promise<void>;
}

/** Half of the repositories are quiet after the first day. Of ten, one reverts, one edits, one links later. */
export async function startNightWorld(options: NightWorldOptions): Promise<NightWorld> {
  const { home, repositories, nights, seed } = options;
  const double = await startGitHubDouble({ home, limits: { core: 50_000, graphql: 50_000 } });
  const tasks = generateBugTasks('warm-start', repositories * options.tasks, seed);
  const hosted: NightRepository[] = [];
  for (let index = 0; index < repositories; index += 1) {
    const own = tasks.slice(index * options.tasks, (index + 1) * options.tasks);
    hosted.push(await aNightRepository(join(home, 'repositories'), own, index, nights));
  }
  for (const { hosted: repository } of hosted) double.state.host.add(repository);
  const nominalTimes = Array.from({ length: nights }, (_, night) => nominalTime(night));
  return {
    double,
    sources: hosted.map(({ hosted: repository }) => `github:${repository.fullName}`),
    nominalTimes,
    turnTo(night) {
      double.state.host.clock.set(nominalTime(night));
      if (night >= linkNight) for (const repository of hosted) link(repository);
    },
    changedBefore: (night) =>
      hosted
        .filter((one) => changed(one, night))
        .map((one) => `github:${one.hosted.contents.file.full_name}`),
    close: () => double.close(),
  };
}

/** What happens to some repositories beside their pull requests; nights are counted from 0. */
const editNight = 2;
const linkNight = 3;

async function aNightRepository(
  folder: string,
  tasks: readonly BugTask[],
  index: number,
  nights: number,
): Promise<NightRepository> {
  const turn = index % 10;
  const pace = { nights, isQuiet: index % 2 === 0, reverts: turn === 3, linksLater: turn === 5 };
  const name = `night-${String(index).padStart(4, '0')}`;
  const made = await hostNightRepository(folder, planNightRepository(name, tasks, index, pace));
  if (turn !== 1 && turn !== 2) return made;
  const at = isoSeconds(hoursBefore(editNight, 2));
  made.hosted.edit({ number: 2, at, title: `${tasks[0]?.thought ?? ''}, and say why` });
  return made;
}

/** A link made by hand in the side bar is an update of the pull request. */
function link(repository: NightRepository): void {
  const at = isoSeconds(hoursBefore(linkNight, 1));
  for (const { pull } of repository.unlinked) repository.hosted.edit({ number: pull, at });
  repository.link();
}

/** By what the double shows: pull requests that are updated after the night before. */
function changed({ hosted }: NightRepository, night: number): boolean {
  const since = night === 0 ? '' : isoSeconds(nominalTime(night - 1));
  return hosted.pulls(isoSeconds(nominalTime(night))).some(({ updated_at }) => updated_at > since);
}

/** 03:30 UTC of each day; the world begins at eight in the morning before the first. */
function nominalTime(night: number): Date {
  return new Date((worldBegins + (night * 24 + 19.5) * 3600) * 1000);
}

function hoursBefore(night: number, hours: number): Date {
  return new Date(nominalTime(night).getTime() - hours * 3_600_000);
}

/** The name of a repository of the nights' world as a source. */
export function nightSourceOf(index: number): string {
  return `github:${demoOrganisation}/night-${String(index).padStart(4, '0')}`;
}
