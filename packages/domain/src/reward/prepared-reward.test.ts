import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultRewardSetting } from './reward-rule.ts';
import type { RewardTask } from './reward-rule.ts';
import { chooseReward, rewardRules } from './reward-rules.ts';

const paths = ['a', 'b/c', 'd', '\ud83d\ude00', '\uffff', 'z'];
const line = fc.constantFrom(
  'x = 1',
  'y = 2',
  'return',
  '  return',
  '',
  'é\u2028é',
  '\ud83d\ude00',
);
const text = fc.array(line, { maxLength: 12 }).map((lines) => lines.join('\n'));
const files = fc.dictionary(fc.constantFrom(...paths), text, { maxKeys: 6 });
const task: fc.Arbitrary<RewardTask> = fc
  .tuple(files, files)
  .map(([codeContext, changed]) => ({ codeContext, oracleNewContent: { ...changed } }));

const edit = fc.tuple(fc.constantFrom(...paths), fc.oneof(line, text), fc.oneof(line, text));
type Edit = readonly [path: string, search: string, replace: string];
const edits = fc.array(edit, { minLength: 1, maxLength: 5 });

function answer(blocks: readonly Edit[]): string {
  const written = blocks.map(
    ([path, search, replace]) =>
      `\`\`\`\n### ${path}\n<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE\n\`\`\``,
  );
  return `<think>t</think><solution>\n${written.join('\n')}\n</solution>`;
}

const rules = [
  ...rewardRules,
  chooseReward([
    { reward: 'search-replace@1', weight: 0.7 },
    { reward: 'search-replace-hardened@1', weight: 0.2 },
    { reward: 'discrete@1', weight: 0.1 },
  ]),
];

describe.each(rules)('$name@$version', (rule) => {
  const fresh = (of: RewardTask) => rule.prepare(of, defaultRewardSetting);

  it('says of an output what it would say if no other had been judged before', () => {
    fc.assert(
      fc.property(task, fc.array(edits, { minLength: 1, maxLength: 6 }), (of, answers) => {
        const prepared = fresh(of);
        for (const blocks of answers) {
          const output = answer(blocks);
          const outcome = prepared.score(output);
          expect(outcome).toEqual(fresh(of).score(output));
          expect(prepared.explain(output).outcome).toEqual(outcome);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('gives the same bits whatever the order of the files', () => {
    const shuffled = fc.tuple(task, edits, fc.shuffledSubarray(paths, { minLength: paths.length }));
    fc.assert(
      fc.property(shuffled, ([of, blocks, order]) => {
        const inOrder = (texts: Readonly<Record<string, string>>) =>
          Object.fromEntries(
            order.flatMap((path) => (path in texts ? [[path, texts[path]!]] : [])),
          );
        const other = {
          codeContext: inOrder(of.codeContext),
          oracleNewContent: inOrder(of.oracleNewContent),
        };
        const regrouped = order.flatMap((path) => blocks.filter((block) => block[0] === path));
        const [outcome, again] = [
          fresh(of).score(answer(blocks)),
          fresh(other).score(answer(regrouped)),
        ];
        // Which fault comes first depends on the order of the answer, not on that of the files.
        if (outcome.outcome === 'fault') expect(again.outcome).toBe('fault');
        else expect(again).toEqual(outcome);
        expect(fresh(other).score(answer(blocks))).toEqual(outcome);
      }),
      { numRuns: 400 },
    );
  });
});

it('discrete@1 is 1 exactly where search-replace@1 is', () => {
  const [paper, discrete] = ['search-replace@1', 'discrete@1'].map((name) => chooseReward(name));
  fc.assert(
    fc.property(task, edits, (of, blocks) => {
      const [value, exact] = [paper, discrete].map((rule) =>
        rule!.prepare(of, defaultRewardSetting).score(answer(blocks)),
      );
      if (value?.outcome !== 'scored') expect(exact).toEqual(value);
      else {
        expect(exact).toMatchObject({ value: value.value === 1 ? 1 : 0, exact: value.exact });
        expect(value.exact).toBe(value.value === 1);
      }
    }),
  );
});
