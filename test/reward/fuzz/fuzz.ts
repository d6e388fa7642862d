import type { PythonChild } from '../../bench/python-child.ts';
import type { FuzzKind, GoldenLine } from './fuzz-kind.ts';
import { minimise } from './minimise.ts';

export interface FuzzOptions {
  readonly kinds: readonly FuzzKind[];
  readonly python: PythonChild;
  readonly seed: string;
  /** Ends the run after the round that is under way. */
  readonly signal: AbortSignal;
  /** Called after every round with the counts so far. */
  onRound?(summary: FuzzSummary): void;
  /** Keeps a counterexample, as small as it could be made. */
  keep(line: GoldenLine): void;
}

export interface FuzzSummary {
  /** Cases judged, by the name of their kind. */
  readonly judged: Readonly<Record<string, number>>;
  readonly counterexamples: number;
}

/** Cases of one kind that are asked of Python at once. */
const ROUND = 20;

/** More of one kind say the same thing again. */
const MOST_COUNTEREXAMPLES = 5;

/** Judges cases in rounds, all kinds in turn, until it is told to end or has seen enough that is wrong. */
export async function fuzz(options: FuzzOptions): Promise<FuzzSummary> {
  const judged: Record<string, number> = {};
  let counterexamples = 0;
  const enough = MOST_COUNTEREXAMPLES * options.kinds.length;
  for (let round = 0; !options.signal.aborted && counterexamples < enough; round += 1) {
    for (const kind of options.kinds) {
      const seeds = Array.from(
        { length: ROUND },
        (_, at) => `${options.seed}/${kind.name}/${round * ROUND + at}`,
      );
      const wrong = await Promise.all(seeds.map((seed) => isWrong(kind, seed, options.python)));
      for (const [at, seed] of seeds.entries()) {
        if (!wrong[at] || counterexamples >= enough) continue;
        options.keep(await smallest(kind, seed, options.python));
        counterexamples += 1;
      }
      judged[kind.name] = (judged[kind.name] ?? 0) + ROUND;
    }
    options.onRound?.({ judged, counterexamples });
  }
  return { judged, counterexamples };
}

async function isWrong(kind: FuzzKind, seed: string, python: PythonChild): Promise<boolean> {
  return (await kind.differs(kind.texts(seed), python)) !== undefined;
}

async function smallest(kind: FuzzKind, seed: string, python: PythonChild): Promise<GoldenLine> {
  const whole = kind.texts(seed);
  const texts = await minimise(
    whole.texts,
    async (smaller) => (await kind.differs({ ...whole, texts: smaller }, python)) !== undefined,
  );
  const line =
    (await kind.differs({ ...whole, texts }, python)) ?? (await kind.differs(whole, python));
  if (line === undefined) throw new Error(`${seed} is wrong once and right the next time`);
  return { ...line, content: { id: `fuzz/${seed}`, ...line.content } };
}
