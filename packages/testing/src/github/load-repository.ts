import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { HostedRepository } from './hosted-repository.ts';
import { openLocalGit } from './open-local-git.ts';
import {
  IssueRecord,
  PullCommits,
  PullFiles,
  PullRecord,
  ReferenceRecord,
  RepositoryFile,
} from './records.ts';

/**
 * Reads one repository in the corpus file shapes. Its history is `repo.git` (bare) or `repo.bundle`, cloned
 * into `home` on first use; without either only the metadata is served.
 */
export async function loadRepository(folder: string, home: string): Promise<HostedRepository> {
  const file = parse(
    RepositoryFile,
    await readFile(join(folder, 'repo.json'), 'utf8'),
    'repo.json',
  );
  const rows = <T>(name: string, shape: z.ZodType<T>) => readRows(join(folder, name), shape);
  const pulls = await rows('pulls.jsonl', PullRecord);
  const commits = await rows('pull_commits.jsonl', PullCommits);
  const files = await rows('pull_files.jsonl', PullFiles);
  const landed = pulls.flatMap((pull) => pull.merge_commit_sha ?? []);
  const source = await historyOf(folder);
  const bytes = source === null ? 0 : (await stat(source)).size;
  return new HostedRepository({
    file,
    sizeKiB: Math.ceil(bytes / 1024),
    pulls: pulls.toSorted((a, b) => a.number - b.number),
    commits: new Map(commits.map((row) => [row.number, row.commits])),
    files: new Map(files.map((row) => [row.number, row.files])),
    issues: await rows('issues.jsonl', IssueRecord),
    references: await rows('timeline.jsonl', ReferenceRecord),
    git: once(() => openLocalGit(source, join(home, 'clones'), file.default_branch, landed)),
  });
}

async function readRows<T>(path: string, shape: z.ZodType<T>): Promise<T[]> {
  const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '');
  return lines.map((line, index) => parse(shape, line, `${path}:${index + 1}`));
}

function parse<T>(shape: z.ZodType<T>, text: string, where: string): T {
  const parsed = shape.safeParse(
    JSON.parse(text, (key, value) => (key.startsWith('x_') ? undefined : value)),
  );
  if (parsed.success) return parsed.data;
  throw new Error(`${where}: ${z.prettifyError(parsed.error)}`);
}

async function historyOf(folder: string): Promise<string | null> {
  for (const name of ['repo.git', 'repo.bundle']) {
    const found = await stat(join(folder, name)).catch(() => null);
    if (found !== null) return join(folder, name);
  }
  return null;
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
