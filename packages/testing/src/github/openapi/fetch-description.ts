import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describedBy, descriptionFile } from './api-description.ts';

const run = promisify(execFile);
const deadlineSeconds = 120;

/** A machine without a network finds out in seconds, not in the minutes that npm would take. */
const npmOptions = [
  '--silent',
  '--ignore-scripts',
  '--prefer-offline',
  '--fetch-retries=1',
  '--fetch-retry-mintimeout=2000',
  '--fetch-retry-maxtimeout=2000',
];

/**
 * Fetches GitHub's description once, by npm, and keeps the one file that is used. Vitest calls it before
 * the tests. Without a network the double's answers are not checked, and in CI one test says so.
 */
export async function setup(): Promise<void> {
  if (existsSync(descriptionFile)) return;
  await fetchDescription().catch((error: unknown) => {
    const reason = error instanceof Error ? error.message.split('\n', 1)[0] : String(error);
    process.stderr.write(`GitHub's API description could not be fetched: ${reason}\n`);
  });
}

async function fetchDescription(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'evoline-description-'));
  try {
    const pinned = `${describedBy.package}@${describedBy.version}`;
    const options = { cwd: folder, timeout: deadlineSeconds * 1000 };
    await run('npm', ['pack', pinned, ...npmOptions], options);
    const packed = (await readdir(folder)).find((name) => name.endsWith('.tgz')) ?? '';
    await requireIntegrity(join(folder, packed));
    await run('tar', ['-xzf', packed, describedBy.file], options);
    await mkdir(dirname(descriptionFile), { recursive: true });
    const draft = `${descriptionFile}.${randomUUID()}`;
    const whole = await readFile(join(folder, describedBy.file), 'utf8');
    await writeFile(draft, readingOnly(whole));
    await rename(draft, descriptionFile);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What can be read, without prose: a fifth of the 13 MB. */
function readingOnly(whole: string): string {
  const { openapi, info, paths, components } = JSON.parse(whole, withoutProse) as {
    readonly openapi: unknown;
    readonly info: unknown;
    readonly paths: Readonly<Record<string, { readonly get?: unknown }>>;
    readonly components: Readonly<Record<string, unknown>>;
  };
  const gets = Object.entries(paths).map(([path, { get }]) => [path, { get }] as const);
  return JSON.stringify({ openapi, info, paths: Object.fromEntries(gets), components });
}

function withoutProse(key: string, value: unknown): unknown {
  const isProse = /^(x-.*|examples?|externalDocs)$/.test(key);
  return isProse || (key === 'description' && typeof value === 'string') ? undefined : value;
}

async function requireIntegrity(archive: string): Promise<void> {
  const digest = createHash('sha512')
    .update(await readFile(archive))
    .digest('base64');
  if (`sha512-${digest}` !== describedBy.integrity)
    throw new Error(`${describedBy.package} is not the package that was pinned`);
}
