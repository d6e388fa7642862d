import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

const workflowsPath = fileURLToPath(import.meta.resolve('@evoline/workflows/index'));

/** The rooms whose sources can be part of the bundle, and the versions of everything from outside. */
const bundledRooms = [
  dirname(workflowsPath),
  dirname(fileURLToPath(import.meta.resolve('@evoline/contract/run'))),
  join(import.meta.dirname, '../../../packages/domain/src'),
];
const lockFile = join(import.meta.dirname, '../../../pnpm-lock.yaml');

/**
 * Returns the path of the workflow bundle, built at most once for each state of the sources: its name
 * holds their digest, so all workers of a host share it. Half-written files are never seen.
 *
 * @param folder for example `.evoline/stack/worker-cache`; made when it is not there
 */
export async function workflowBundle(folder: string): Promise<string> {
  const digest = await sourcesDigest();
  const codePath = join(folder, `workflows-${digest.slice(0, 16)}.js`);
  if (existsSync(codePath)) return codePath;
  const code = await buildWorkflowBundle();
  await mkdir(folder, { recursive: true });
  const half = `${codePath}.${process.pid}`;
  await writeFile(half, code);
  await rename(half, codePath);
  return codePath;
}

/** Bundles the workflows: 2 to 6 seconds. */
export async function buildWorkflowBundle(): Promise<string> {
  const logger = new DefaultLogger('WARN');
  const { code } = await bundleWorkflowCode({ workflowsPath, logger });
  return code;
}

async function sourcesDigest(): Promise<string> {
  const hash = createHash('sha256');
  for (const file of [...(await sourceFiles()), lockFile]) {
    hash.update(`${relative(import.meta.dirname, file)}\0`);
    hash.update(await readFile(file));
  }
  return hash.digest('hex');
}

async function sourceFiles(): Promise<readonly string[]> {
  const listed = await Promise.all(
    bundledRooms.map((room) => readdir(room, { recursive: true, withFileTypes: true })),
  );
  return listed
    .flat()
    .filter(({ name }) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map(({ parentPath, name }) => join(parentPath, name))
    .toSorted();
}
