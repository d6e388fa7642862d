import {
  aHostedRepository,
  aPullRecord,
  landedCommits,
} from '@evoline/testing/github/a-repository';
import type { HostedRepository } from '@evoline/testing/github/hosted-repository';
import type { GitHubDouble } from '@evoline/testing/github/start-github-double';
import fc from 'fast-check';

/** Something that happens on GitHub between two requests of a miner. */
export type Happening =
  | { readonly kind: 'edit'; readonly pull: number }
  | { readonly kind: 'rename' }
  | { readonly kind: 'pass'; readonly minutes: number };

/** Edits name any pull request that is there, by its place; time lets later ones appear. */
export const happenings: fc.Arbitrary<Happening[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('edit' as const), pull: fc.nat(400) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('rename' as const) }) },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant('pass' as const), minutes: fc.nat(600) }),
    },
  ),
  { maxLength: 12 },
);

/** A repository under way: pull requests of every ten hours, seen from a clock that stands in the middle. */
export class MovingRepository {
  readonly #double: GitHubDouble;
  readonly #hosted: HostedRepository;
  #edits = 0;

  constructor(double: GitHubDouble, pulls: number, present: number) {
    this.#double = double;
    const records = Array.from({ length: pulls }, (_, index) => aPullRecord(index + 1));
    this.#hosted = aHostedRepository({ pulls: records, git: landedCommits(records) });
    double.state.host.add(this.#hosted);
    double.state.host.clock.set(new Date(aPullRecord(present).created_at));
  }

  get name(): string {
    return this.#hosted.fullName;
  }

  now(): Date {
    return this.#double.state.host.clock.now();
  }

  /** Numbers and titles of what is there now. */
  titles(): Map<number, string> {
    const shown = this.#hosted.pulls(this.#double.state.host.clock.horizon());
    return new Map(shown.map(({ number, title }) => [number, title]));
  }

  let(happening: Happening): void {
    const { host } = this.#double.state;
    if (happening.kind === 'rename') {
      host.rename(this.name, `name-${(this.#edits += 1)}`);
      return;
    }
    host.clock.advance(happening.kind === 'pass' ? happening.minutes * 60 : 1);
    if (happening.kind === 'pass') return;
    const present = [...this.titles().keys()];
    const number = present[happening.pull % present.length] ?? 0;
    const at = `${this.now().toISOString().slice(0, 19)}Z`;
    this.#hosted.edit({ number, at, title: `Title ${(this.#edits += 1)}` });
  }

  /** The double has no other repository, so that each example begins anew. */
  end(): void {
    this.#double.state.host.remove(this.name);
    this.#double.state.host.clock.set(null);
  }
}
