import { defaultRewardCaps } from '@evoline/domain/reward/reward-rule';
import { searchReplace } from '@evoline/domain/reward/search-replace';
import type { MatchEngine } from '@evoline/sequence-matcher/match-engine';
import { randomTask } from '../random-task.ts';
import { type FuzzCase, type FuzzKind, said } from './fuzz-kind.ts';

/** What `explained` of plain_reward.py says: `expected` of a golden line. */
interface PythonReward {
  readonly reward: number;
  readonly error: { readonly category: string } | null;
}

/** The rule `search-replace@1` on a task and an output. */
export function wholeRewards(engines: readonly MatchEngine[]): FuzzKind {
  return {
    name: 'rewards',
    texts(seed) {
      const { codeContext, oracleNewContent, output } = randomTask(seed);
      const files = (side: Readonly<Record<string, string>>, name: string) =>
        Object.entries(side).map(([path, text]) => ({ label: `${name}:${path}`, text }));
      const all = [...files(codeContext, 'context'), ...files(oracleNewContent, 'oracle')];
      return {
        texts: [output, ...all.map(({ text }) => text)],
        labels: ['output', ...all.map(({ label }) => label)],
      };
    },
    async differs(fuzzCase, python) {
      const context = side(fuzzCase, 'context:');
      const oracle = side(fuzzCase, 'oracle:');
      const output = fuzzCase.texts[0] ?? '';
      const expected = await python.ask<PythonReward>({ act: 'explain', context, oracle, output });
      const task = { codeContext: context, oracleNewContent: oracle };
      if (engines.every((engine) => agrees(engine, task, { output, expected }))) return undefined;
      const content = { family: 'fuzz', code_context: context, oracle_new_content: oracle, output };
      return { file: 'reward', content: { ...content, expected } };
    },
  };
}

type Task = Parameters<typeof searchReplace.prepare>[0];

function agrees(
  engine: MatchEngine,
  task: Task,
  { output, expected }: { readonly output: string; readonly expected: PythonReward },
): boolean {
  const setting = { engine, caps: defaultRewardCaps };
  const ours = said(() => searchReplace.prepare(task, setting).score(output));
  if (ours === undefined || ours.outcome === 'excluded') return false;
  const category = ours.outcome === 'fault' ? ours.category : undefined;
  return Object.is(ours.value, expected.reward) && category === expected.error?.category;
}

function side({ texts, labels = [] }: FuzzCase, prefix: string): Record<string, string> {
  return Object.fromEntries(
    labels.flatMap((label, at) =>
      label.startsWith(prefix) ? [[label.slice(prefix.length), texts[at] ?? '']] : [],
    ),
  );
}
