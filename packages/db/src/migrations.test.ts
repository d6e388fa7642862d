import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api';
import { expect, test } from 'vitest';
import * as artifact from './tables/artifact.ts';
import * as dataset from './tables/dataset.ts';
import * as evaluate from './tables/evaluate.ts';
import * as github from './tables/github.ts';
import * as mine from './tables/mine.ts';
import * as night from './tables/night.ts';
import * as policy from './tables/policy.ts';
import * as reward from './tables/reward.ts';
import * as rollout from './tables/rollout.ts';
import * as run from './tables/run.ts';
import * as source from './tables/source.ts';
import * as train from './tables/train.ts';
import * as withdrawal from './tables/withdrawal.ts';

const meta = join(import.meta.dirname, '../migrations/meta');
const tables = {
  ...artifact,
  ...dataset,
  ...evaluate,
  ...github,
  ...mine,
  ...night,
  ...policy,
  ...reward,
  ...rollout,
  ...run,
  ...source,
  ...train,
  ...withdrawal,
};

test('the migrations make exactly the tables of this code (else: pnpm --filter @evoline/db generate)', async () => {
  const last = readdirSync(meta)
    .filter((file) => file.endsWith('_snapshot.json'))
    .toSorted()
    .at(-1);
  const migrated = JSON.parse(readFileSync(join(meta, last ?? ''), 'utf8'));
  const coded = generateDrizzleJson(tables, migrated.id, undefined, 'snake_case');
  expect(await generateMigration(migrated, coded)).toEqual([]);
});

test('every table file takes part', () => {
  const files = readdirSync(join(import.meta.dirname, 'tables')).filter(
    (file) => file !== 'columns.ts',
  );
  expect(files).toHaveLength(13);
});
