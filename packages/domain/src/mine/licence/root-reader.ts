import type { ItemLicence } from '@evoline/contract/mine';
import { GitAttributes } from '../files/git-attributes.ts';
import type { GitReader, RootFile } from '../git-reader.ts';
import { isLicenceFile, licenceOfFiles, type LicenceFile } from './licence-files.ts';

/** What the root of a tree says of all that lies below it. */
export interface RootFacts {
  readonly licence: ItemLicence;
  readonly attributes: GitAttributes;
}

/** Read files of different roots are few; so many are kept. */
const maxKnown = 500;
const maxBytes = 200_000;
const noLicence: ItemLicence = { spdx: null, path: null, confidence: 0 };

/** Reads licences and attributes of trees; the same files are read once. */
export class RootReader {
  readonly #git: GitReader;
  readonly #known = new Map<string, Promise<RootFacts>>();

  constructor(git: GitReader) {
    this.#git = git;
  }

  /** Blobs that reading this tree's root will need. */
  async blobsOf(tree: string): Promise<readonly string[]> {
    return (await this.#entries(tree)).map(({ blob }) => blob);
  }

  async read(tree: string): Promise<RootFacts> {
    const entries = await this.#entries(tree);
    const key = entries.map(({ name, blob }) => `${name} ${blob}`).join('\n');
    const known = this.#known.get(key);
    if (known !== undefined) return await known;
    if (this.#known.size >= maxKnown) this.#known.clear();
    const reading = this.#readEntries(entries);
    this.#known.set(key, reading);
    // What could not be read is asked for again.
    reading.catch(() => this.#known.delete(key));
    return await reading;
  }

  async #entries(tree: string): Promise<readonly RootFile[]> {
    const entries = (await this.#git.rootFiles(tree)) ?? [];
    return entries
      .filter(({ name }) => isLicenceFile(name) || name === '.gitattributes')
      .slice(0, 20);
  }

  async #readEntries(entries: readonly RootFile[]): Promise<RootFacts> {
    const ids = entries.map(({ blob }) => blob);
    const sizes = await this.#git.blobSizes(ids);
    const small = entries.filter((_, index) => (sizes[index] ?? maxBytes) < maxBytes);
    const contents = await this.#git.blobContents(small.map(({ blob }) => blob));
    const files = small.flatMap(({ name }, index): LicenceFile[] => {
      const content = contents[index];
      return content?.kind === 'text' ? [{ name, text: content.text }] : [];
    });
    const licences = files.filter(({ name }) => name !== '.gitattributes');
    const attributes = files.find(({ name }) => name === '.gitattributes')?.text ?? '';
    return {
      licence: licences.length === 0 ? noLicence : licenceOfFiles(licences),
      attributes: new GitAttributes(attributes),
    };
  }
}
