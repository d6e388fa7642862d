import { mkdir } from 'node:fs/promises';
import { git } from '@evoline/testing/git/git-process';
import { Random } from '@evoline/testing/world/random';

export interface HistorySize {
  /** In all; two of them are one pull request. */
  readonly commits: number;
  readonly files: number;
}

const words = 'alpha beta gamma delta width height cache index token parse render limit'.split(' ');
const linesPerFile = 60;
const licence = `MIT License\n\nPermission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal in the Software without restriction.\n`;

/**
 * Writes a bare repository of merged pull requests: a branch of one commit that changes one to three files in a
 * few places, and its merge. The same size gives the same commits everywhere.
 */
export async function writeGeneratedHistory(folder: string, size: HistorySize): Promise<void> {
  await mkdir(folder, { recursive: true });
  await git(folder, ['init', '--quiet', '--bare', '--initial-branch=main', '.']);
  const quick = ['-c', 'core.compression=1', '-c', 'pack.compression=1'];
  await git(folder, [...quick, 'fast-import', '--quiet', '--force', '--depth=4'], stream(size));
}

function* stream({ commits, files }: HistorySize): Generator<string> {
  const random = new Random('a generated history');
  const contents = Array.from({ length: files }, () => newFile(random));
  yield commit({ ref: 'refs/heads/main', mark: 1, at: 0, message: 'Begin' });
  yield fileLines('LICENSE', licence);
  for (const [index, lines] of contents.entries()) yield fileLines(pathOf(index), lines.join('\n'));
  yield '\n';
  for (let number = 1; number <= commits / 2; number += 1)
    yield* pullRequest(number, contents, random);
  yield 'reset refs/heads/topic\nfrom 0000000000000000000000000000000000000000\n\n';
}

/** Marks: an odd commit of the default branch, then its topic, then the blobs from a million on. */
function* pullRequest(number: number, contents: string[][], random: Random): Generator<string> {
  const tip = 2 * number - 1;
  const changed: string[] = [];
  for (let place = 0; place <= random.below(3); place += 1) {
    const file = random.below(contents.length);
    const blob = 1_000_000 + 4 * number + place;
    const text = edited(random, contents, file).join('\n');
    yield `blob\nmark :${blob}\ndata ${text.length + 1}\n${text}\n\n`;
    changed.push(`M 100644 :${blob} ${pathOf(file)}\n`);
  }
  const title = `Correct ${random.pick(words)} of ${random.pick(words)}`;
  const topic = { ref: 'refs/heads/topic', mark: tip + 1, at: tip + 1, message: title };
  yield `reset refs/heads/topic\n${commit(topic)}from :${tip}\n${changed.join('')}\n`;
  const message = `Merge pull request #${number} from somebody/topic-${number}\n\n${title}, fixes #${1_000_000 + number}`;
  const merge = { ref: 'refs/heads/main', mark: tip + 2, at: tip + 2, message };
  yield `${commit(merge)}from :${tip}\nmerge :${tip + 1}\n${changed.join('')}\n`;
}

function commit(of: { ref: string; mark: number; at: number; message: string }): string {
  const time = 1_500_000_000 + of.at * 60;
  const who = `somebody <somebody@example.com> ${time} +0000`;
  return `commit ${of.ref}\nmark :${of.mark}\ncommitter ${who}\ndata ${of.message.length}\n${of.message}\n`;
}

function fileLines(path: string, text: string): string {
  return `M 100644 inline ${path}\ndata ${text.length + 1}\n${text}\n\n`;
}

function pathOf(index: number): string {
  return `src/part${index % 40}/module_${index}.py`;
}

function newFile(random: Random): string[] {
  return Array.from({ length: linesPerFile }, () => newLine(random));
}

function newLine(random: Random): string {
  const { pick } = { pick: () => random.pick(words) };
  return `${'    '.repeat(random.below(3))}${pick()} = ${pick()}_${random.below(1000)}(${pick()}, ${pick()})`;
}

/** One to three places, of one to four lines each. */
function edited(random: Random, contents: string[][], index: number): readonly string[] {
  const lines = [...(contents[index] ?? [])];
  for (let place = 0; place <= random.below(3); place += 1) {
    const fresh = Array.from({ length: 1 + random.below(4) }, () => newLine(random));
    lines.splice(random.below(lines.length - 4), fresh.length, ...fresh);
  }
  contents[index] = lines;
  return lines;
}
