import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workflowTypes } from '@evoline/contract/run';
import { workflowBundle } from '@evoline/worker/workflow-bundle';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { beforeAll, describe, expect, it } from 'vitest';

const folder = join(import.meta.dirname, 'histories');
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
let codePath: string;

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  codePath = await workflowBundle(join(import.meta.dirname, '../../.evoline/bundles'));
});

const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
const replay = (history: unknown, workflowId: string): Promise<void> =>
  Worker.runReplayHistory({ workflowBundle: { codePath } }, history, workflowId);

describe('the golden histories', () => {
  it('hold at least one run of every workflow type', () => {
    const recorded = new Set(files.map((file) => file.split('-')[0]));
    expect(recorded).toEqual(new Set(workflowTypes));
  });

  it.each(files)('%s is replayed by today’s code to the same decisions', async (file) => {
    await replay(JSON.parse(read(file)), file.split('-')[0] ?? file);
  });

  it('would show a changed decision', async () => {
    const changed = read('trainPolicy-1.json').replaceAll('warmStartPolicy', 'coldStartPolicy');
    await expect(replay(JSON.parse(changed), 'trainPolicy')).rejects.toMatchObject({
      name: 'DeterminismViolationError',
    });
  });

  it('name no machine', () => {
    for (const file of files) expect(read(file)).not.toMatch(/\/(work|root|home|tmp)\//);
  });
});
