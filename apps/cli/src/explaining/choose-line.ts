import type { Readable } from 'node:stream';
import type { RewardLineIn } from '@evoline/contract/reward';
import { UnrelatedChanges } from '@evoline/domain/reward/unrelated-changes';
import { UsageError } from '../io.ts';
import { lineBatches } from '../scoring/line-batches.ts';
import { readSampleLine, sampleTask } from '../scoring/sample-line.ts';

/** A line that can be read, with its number from 1. */
export interface NumberedSample {
  readonly number: number;
  readonly sample: RewardLineIn;
}

/** What the lines of an input say. */
export interface ChosenLine {
  readonly chosen: NumberedSample;
  /** Lines that could be read. */
  readonly lines: number;
  /** What all items of the input change. */
  readonly changes: UnrelatedChanges;
}

const mostIdsListed = 8;

/**
 * Reads lines of the shape of `reward score` and chooses the one with this id, or the only one. What the other
 * lines' items change is collected on the way.
 *
 * @param tell Told what is wrong with a line that is not the chosen one, and of fields that are not known.
 * @throws UsageError when no line or no only one has the id, or when that line cannot be read
 */
export async function chooseLine(
  input: Readable,
  id: string | undefined,
  tell: (complaint: string) => void,
): Promise<ChosenLine> {
  const changes = new UnrelatedChanges();
  const ids: string[] = [];
  let chosen: NumberedSample | undefined;
  for await (const line of readSamples(input, tell)) {
    ids.push(String(line.sample.id));
    if (chosen === undefined && (id === undefined || String(line.sample.id) === id)) chosen = line;
    if (!changes.isFull) changes.add(itemName(line), sampleTask(line.sample));
  }
  if (id === undefined && ids.length > 1) throw severalLines(ids);
  if (chosen === undefined) throw noLine(id, ids);
  const same = ids.filter((other) => other === String(chosen.sample.id)).length;
  if (same > 1)
    tell(`${same} lines have the id ${chosen.sample.id}; this is line ${chosen.number}`);
  return { chosen, lines: ids.length, changes };
}

/** What the items of a file of samples change. */
export async function readChanges(
  input: Readable,
  tell: (complaint: string) => void,
): Promise<UnrelatedChanges> {
  const changes = new UnrelatedChanges();
  for await (const line of readSamples(input, tell)) {
    changes.add(itemName(line), sampleTask(line.sample));
    if (changes.isFull) break;
  }
  return changes;
}

function itemName({ number, sample }: NumberedSample): string {
  return `${sample.id} (line ${number})`;
}

async function* readSamples(
  input: Readable,
  tell: (complaint: string) => void,
): AsyncGenerator<NumberedSample> {
  const told = new Set<string>();
  for await (const { firstNumber, lines } of lineBatches(input)) {
    for (const [at, raw] of lines.entries()) {
      const number = firstNumber + at;
      const line = readSampleLine(raw);
      if (line === null) continue;
      if ('problem' in line) {
        tell(`line ${number}: ${line.problem}`);
        continue;
      }
      for (const field of line.unknownFields.filter((each) => !told.has(each))) {
        told.add(field);
        tell(`the field ${JSON.stringify(field)} is not known and is ignored`);
      }
      yield { number, sample: line.sample };
    }
  }
}

function severalLines(ids: readonly string[]): UsageError {
  return new UsageError(
    `the input holds ${ids.length} lines; choose one with --id: ${listed(ids)}`,
  );
}

function noLine(id: string | undefined, ids: readonly string[]): UsageError {
  if (id !== undefined && ids.length > 0) {
    return new UsageError(`no line has the id ${id}; there are ${listed(ids)}`);
  }
  const shape = '{"id", "code_context", "oracle_new_content", "output"}';
  return new UsageError(`the input holds no line that can be read; expected ${shape}`);
}

function listed(ids: readonly string[]): string {
  const different = [...new Set(ids)];
  const more = different.length > mostIdsListed ? `, … (${different.length} in all)` : '';
  return different.slice(0, mostIdsListed).join(', ') + more;
}
