import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { jsonSchemas } from './json-schemas.ts';

// `pnpm --filter @evoline/contract generate` writes the files anew.
describe('the JSON Schemas for Python', () => {
  it.each(jsonSchemas())('$file is what the contract says now', async ({ file, text }) => {
    await expect(text).toMatchFileSnapshot(join(import.meta.dirname, '../json', file));
  });

  it('refuse unknown fields wherever the contract does', () => {
    const session = jsonSchemas().find(({ file }) => file === 'trainer-session.schema.json');
    expect(JSON.parse(session?.text ?? '')).toMatchObject({ additionalProperties: false });
  });
});
