import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '@evoline/domain/evaluate/seeded-random';
import { diffLikeText } from '../generated-text.ts';
import {
  type FileChange,
  type ListedChange,
  isDocument,
  listChanges,
  openHistories,
  readChanges,
} from './corpus-changes.ts';
import { edited } from './predictions.ts';
import { shuffled } from './shuffled.ts';
import { squashedChanges } from './squashed-changes.ts';

const corpus = join(import.meta.dirname, '../../../../shared/corpus');

export interface BenchCorpus {
  /** For people. */
  readonly source: string;
  readonly changes: readonly FileChange[];
  /** Many changes of a long file in one, for the largest diffs. */
  readonly squashed: readonly FileChange[];
}

/**
 * A sample of the file changes of all histories of the corpus: at most `perHistory` of each, two documents for five
 * files of code at most. Without the corpus, generated files and edits.
 */
export function readCorpus(seed: string, perHistory: number): BenchCorpus {
  if (!existsSync(corpus))
    return { source: 'generated files (no corpus)', changes: generated(seed), squashed: [] };
  const folder = mkdtempSync(join(tmpdir(), 'evoline-bench-'));
  try {
    const histories = [...openHistories(corpus, folder)];
    const read = histories.map(([repository, gitFolder]) => {
      const random = seededRandom(`${seed}/${repository}`);
      const all = listChanges(repository, gitFolder);
      const changes = readChanges(gitFolder, sampled(shuffled(random, all), perHistory));
      return { changes, squashed: squashedChanges(gitFolder, all, changes) };
    });
    const changes = read.flatMap((history) => history.changes);
    const source = `${changes.length} changes of ${histories.length} histories of the corpus`;
    return { source, changes, squashed: read.flatMap((history) => history.squashed) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function sampled(listed: readonly ListedChange[], most: number): readonly ListedChange[] {
  const code = listed.filter((change) => !isDocument(change)).slice(0, most);
  return [...code, ...listed.filter(isDocument).slice(0, Math.round(code.length * 0.4))];
}

function generated(seed: string): readonly FileChange[] {
  const random = seededRandom(seed);
  return Array.from({ length: 400 }, (_, number) => {
    const lines = diffLikeText(random, 2_000 + random(60_000)).split('\n');
    const edits = Array.from({ length: 1 + random(20) }, () => ({
      at: random(lines.length),
      removed: random(4),
      added: diffLikeText(random, 20 + random(600)).split('\n'),
    }));
    const path = `file-${number % 40}.py`;
    const old = edited(lines, []);
    return { repository: 'generated', commit: `${number}`, path, old, new: edited(lines, edits) };
  });
}
