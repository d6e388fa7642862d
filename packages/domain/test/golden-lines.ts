import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { expect } from 'vitest';

/**
 * Reads one file line by line; no line may disagree, and none may be missing. Without a count the file may have any
 * number of lines, or not be there.
 */
export async function expectAgreement<Case extends { id: string }>(
  { file, count }: { readonly file: URL; readonly count: number | undefined },
  check: (golden: Case) => readonly [actual: unknown, expected: unknown],
): Promise<void> {
  if (count === undefined && !existsSync(file)) return;
  const bytes = createReadStream(file);
  const input = file.pathname.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes;
  let seen = 0;
  for await (const line of createInterface({ input })) {
    const golden: Case = JSON.parse(line);
    const [actual, expected] = check(golden);
    // -0 and 0 are different bits, which JSON would hide; no golden value is -0.
    const agrees = JSON.stringify(actual) === JSON.stringify(expected);
    if (!agrees) expect(actual, golden.id).toEqual(expected);
    expect(agrees, golden.id).toBe(true);
    seen += 1;
  }
  expect(seen).toBe(count ?? seen);
}

/** How many cases the full golden data has in each of its files. */
export function manifestCounts(folder: URL): Record<string, number> {
  const manifest: { files: Record<string, { cases: number }> } = JSON.parse(
    readFileSync(new URL('manifest.json', folder), 'utf8'),
  );
  return Object.fromEntries(
    Object.entries(manifest.files).map(([name, { cases }]) => [name.split('.')[0], cases]),
  );
}
