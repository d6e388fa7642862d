import { type RandomIndex, seededRandom } from '@evoline/domain/evaluate/seeded-random';
import type { RewardTask } from '@evoline/domain/reward/reward-rule';
import { changedLines, randomLines } from './random-files.ts';

export interface RandomTask extends RewardTask {
  readonly output: string;
}

const paths = ['a.py', 'src/b.py', 'src/c d.js', '__proto__', 'constructor', '\u{1f600}.txt', '1'];
const markers = [
  '<think>',
  '</think>',
  '<solution>',
  '</solution>',
  '```',
  '### ',
  '\n<<<<<<< SEARCH\n',
  '\n=======\n',
  '\n>>>>>>> REPLACE\n',
  '\n',
];
const oddities = ['\r\n', '\n\n', '', ' ', '\n=======', '````', '\x85', '<think>', '\u2028', '$&'];

/** Up to three files, an oracle change, and an output that edits some of them well or badly. */
export function randomTask(seed: string): RandomTask {
  const random = seededRandom(seed);
  const chosen = paths.filter(() => random(4) === 0).slice(0, 3);
  const files = (chosen.length === 0 ? ['a.py'] : chosen).map((path) => {
    // From 200 lines on, difflib leaves frequent lines out.
    const lines = randomLines(random, random(8) === 0 ? 180 + random(90) : random(30));
    return { path, lines, changed: changedLines(random, lines) };
  });
  const blocks = files.flatMap(({ path, lines, changed }) =>
    Array.from({ length: random(3) }, () => block(random, path, { lines, changed })),
  );
  if (random(8) === 0) blocks.push(edit('new.py', '', randomLines(random, 3).join('\n')));
  const answer = `<think>\n${random(20) === 0 ? ' ' : 'why'}\n</think>\n<solution>\n${blocks.join('\n')}\n</solution>`;
  return {
    codeContext: textsByPath(files.map(({ path, lines }) => [path, lines])),
    oracleNewContent: textsByPath(
      files.filter(() => random(6) > 0).map(({ path, changed }) => [path, changed]),
    ),
    output: damaged(random, answer),
  };
}

/** Own keys, also for `__proto__`. */
function textsByPath(files: readonly (readonly [path: string, lines: readonly string[]])[]) {
  return Object.fromEntries(
    files.map(([path, lines]) => [path, lines.map((l) => `${l}\n`).join('')]),
  );
}

/** Searches a span of the file; replaces it by what the oracle has there, or by something else. */
function block(
  random: RandomIndex,
  path: string,
  { lines, changed }: { readonly lines: readonly string[]; readonly changed: readonly string[] },
): string {
  const at = random(lines.length + 1);
  const span = 1 + random(4);
  const search = lines.slice(at, at + span).join('\n');
  const cut = random(6) === 0 ? search.slice(0, random(search.length + 1)) : search;
  const replace = random(2) === 0 ? changed.slice(at, at + span) : randomLines(random, random(4));
  return edit(path, cut, replace.join('\n'));
}

function edit(path: string, search: string, replace: string): string {
  return `\`\`\`python\n### ${path}\n<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE\n\`\`\``;
}

/** One output in three has something wrong with its form. */
function damaged(random: RandomIndex, output: string): string {
  if (random(3) > 0) return output;
  const marker = markers[random(markers.length)] ?? '';
  const odd = oddities[random(oddities.length)] ?? '';
  const parts = output.split(marker);
  const at = 1 + random(Math.max(1, parts.length - 1));
  const kind = random(3);
  const between = kind === 0 ? odd : kind === 1 ? marker + odd : marker + marker;
  return parts.slice(0, at).join(marker) + between + parts.slice(at).join(marker);
}
