import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openDatabase } from '@evoline/db/open-database';
import { generatedFolder } from '@evoline/infra/paths';
import { copyDatabase, startCluster } from './running-cluster.ts';

const run = promisify(execFile);
const migrationsFolder = join(import.meta.dirname, '../../../db/migrations');

/**
 * Copies a migrated, empty cluster to `folder`. It is made once per state of the migrations (about
 * three seconds) and kept below `.evoline/`; a copy takes a tenth of a second.
 */
export async function copyTemplateCluster(folder: string): Promise<void> {
  const template = join(generatedFolder, 'test-postgres', migrationsDigest());
  if (!existsSync(template)) await makeTemplate(template);
  // `cp` keeps the owner, which PostgreSQL checks, and clones where the file system can.
  await run('cp', ['-a', '--reflink=auto', `${template}/.`, folder]);
}

// Made beside and renamed: test files that start together each make one, the first one stays.
async function makeTemplate(template: string): Promise<void> {
  const draft = `${template}.${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  const cluster = await startCluster(draft);
  try {
    const database = await openDatabase(cluster.url);
    await database.close();
    await copyDatabase(cluster.folder, 'evoline', 'blank');
  } finally {
    await cluster.stop();
  }
  try {
    renameSync(draft, template);
  } catch {
    rmSync(draft, { recursive: true, force: true });
  }
}

function migrationsDigest(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(migrationsFolder).filter((file) => file.endsWith('.sql'))) {
    hash.update(name).update(readFileSync(join(migrationsFolder, name)));
  }
  return hash.digest('hex').slice(0, 16);
}
