import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { EvolineFailure } from '@evoline/contract/failures';
import { contentDigest } from '@evoline/domain/content-digest';

/**
 * What lineage calls a base: `tiny`, or the folder's own name with a digest over its files. Never a
 * path of this machine. Links are followed: the Hugging Face cache is made of them.
 *
 * @throws EvolineFailure input_invalid when the base is no folder here
 */
export async function baseName(base: string): Promise<string> {
  if (base === 'tiny') return base;
  const names = await readdir(base).catch(() => undefined);
  if (names === undefined) {
    throw new EvolineFailure('input_invalid', `base: ${base} is no folder on this training host`);
  }
  const files: Record<string, string> = {};
  for (const name of names) {
    const file = path.join(base, name);
    if ((await stat(file)).isFile()) files[name] = await fileDigest(file);
  }
  return `${path.basename(path.resolve(base))}@${contentDigest(files).slice(0, 16)}`;
}

async function fileDigest(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest('hex');
}
