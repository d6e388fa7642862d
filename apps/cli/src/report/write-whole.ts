import { rename, rm, writeFile } from 'node:fs/promises';

/** Writes a file as a whole or not at all. */
export async function writeWhole(path: string, content: string): Promise<void> {
  const partial = `${path}.${process.pid}.partial`;
  try {
    await writeFile(partial, content);
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    // Nobody knows the partial file by name.
    if (error instanceof Error) error.message = error.message.replaceAll(partial, path);
    throw error;
  }
}
