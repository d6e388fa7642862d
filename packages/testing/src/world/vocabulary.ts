import { createHash } from 'node:crypto';

/** The splits of the demo world; every repository's name starts with its split. */
export const worldSplits = ['warm-start', 'train', 'held-out'] as const;
export type WorldSplit = (typeof worldSplits)[number];

const verbs =
  'add get find sum check make load read count pick scan merge trim fold rank sort join split map mark';
const nouns =
  'price tax width height score bonus rate weight length offset total amount fee cost speed time level size ' +
  'depth area page row item user order stock grade point token label name word line code path date day step node edge';

/** Words that a function body is made of. Short and few: the demo's policy has a vocabulary of a thousand tokens. */
export const variables =
  'a b x y n m left right low high first second value limit base extra old new big small'.split(
    ' ',
  );
export const sequences = 'items rows values names words lines points nums parts keys'.split(' ');

const folders = 'shop geo text core util bank game data'.split(' ');
const modules = 'cart area calc tools stats main rules model views store'.split(' ');

/** The 80 file paths of a demo repository. */
export const paths: readonly string[] = folders.flatMap((folder) =>
  modules.map((module) => `${folder}/${module}.py`),
);

/**
 * Function names of each split: 20 verbs x 40 nouns, cut by a hash of the name into about a half and two
 * quarters. The sets are disjoint, so a policy never sees a held-out name before the evaluation.
 */
export const functionNames: Readonly<Record<WorldSplit, readonly string[]>> = cutNames();

function cutNames(): Record<WorldSplit, string[]> {
  const names: Record<WorldSplit, string[]> = { 'warm-start': [], train: [], 'held-out': [] };
  for (const verb of verbs.split(' '))
    for (const noun of nouns.split(' '))
      names[splitOfName(`${verb}_${noun}`)].push(`${verb}_${noun}`);
  return names;
}

function splitOfName(name: string): WorldSplit {
  const byte = createHash('sha256').update(`demo world function name: ${name}`).digest()[0] ?? 0;
  if (byte < 128) return 'warm-start';
  return byte < 192 ? 'train' : 'held-out';
}
