import { createReadStream, createWriteStream } from 'node:fs';
import { appendFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { PlacedItem } from '@evoline/contract/dataset';
import type { ExportHead } from '@evoline/contract/dataset-export';

/** Writes `manifest.json` without holding its items: they are kept in a file until the head is known. */
export class ManifestFile {
  readonly #folder: string;
  readonly #items: string;
  #isEmpty = true;

  constructor(folder: string) {
    this.#folder = folder;
    this.#items = join(folder, '.items');
  }

  async add(page: readonly PlacedItem[]): Promise<void> {
    if (page.length === 0) return;
    const lines = page.map((item) => JSON.stringify(item)).join(',\n');
    await appendFile(this.#items, this.#isEmpty ? lines : `,\n${lines}`);
    this.#isEmpty = false;
  }

  async finish(head: ExportHead): Promise<void> {
    const file = createWriteStream(join(this.#folder, 'manifest.json'), { flags: 'wx' });
    const text = JSON.stringify(head, null, 1);
    file.write(`${text.slice(0, text.lastIndexOf('\n}'))},\n "items": [\n`);
    if (!this.#isEmpty) await pipeline(createReadStream(this.#items), file, { end: false });
    await new Promise<void>((done, fail) => {
      file.on('error', fail);
      file.end('\n]}\n', () => done());
    });
    await rm(this.#items, { force: true });
  }
}
