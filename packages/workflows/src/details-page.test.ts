import type { RunState, WaitingFor } from '@evoline/contract/steering';
import { describe, expect, it } from 'vitest';
import { detailsPage, type PageExtras } from './details-page.ts';

const state: RunState = {
  workflow: 'trainPolicy',
  runName: 'night-1',
  runId: 'r1',
  stages: [
    { stage: 'rollout', state: 'running', progress: 'step 3: 1 of 2 chunks', detail: '' },
    { stage: 'train', state: 'planned', progress: '', detail: 'a|b\nc' },
  ],
  waiting: null,
  metrics: { reward: 0.25, excluded: 0, exact: null },
  curve: [
    { step: 1, reward: -1, exact: 0 },
    { step: 2, reward: 1, exact: 1 },
  ],
};
const extras: PageExtras = {
  workflowId: 'night-1/train',
  runState: 'running',
  now: '',
  plan: [],
  result: [],
  updates: ['abortRun', 'retryStage'],
  children: ['night-1/train/evaluate/0'],
  parent: 'night-1',
  uiUrl: 'http://127.0.0.1:8233',
};
const waiting: WaitingFor = {
  workflowId: 'night-1/train',
  stage: 'train',
  code: 'trainer_out_of_memory',
  reason: 'CUDA out of memory',
  cure: 'Send retryStage with a smaller microBatch.',
  attempt: 1,
  since: '2026-11-21T00:00:00.000Z',
  deadline: '2026-11-24T00:00:00.000Z',
};

describe('the details page', () => {
  it('pads the cells of its stage table with wide spaces and keeps foreign text inside them', () => {
    const page = detailsPage(state, extras);
    expect(page).toContain(
      '| rollout\u2003 | running\u2003 | step 3: 1 of 2 chunks\u2003 | \u2003 |',
    );
    expect(page).toContain('| a\\|b c\u2003 |');
  });

  it('shows the numbers of the run', () => {
    expect(detailsPage(state, extras)).toContain('reward 0.250 · excluded 0 · exact –');
  });

  it('shortens digests in plan and result: a whole one is wider than the panel', () => {
    const result = [`dataset version ${'0123456789abcdef'.repeat(4)}`];
    const page = detailsPage(state, { ...extras, result });
    expect(page).toContain('- dataset version 0123456789ab\n');
  });

  it('links with absolute addresses to pending activities, parent and children', () => {
    const page = detailsPage(state, extras);
    expect(page).toContain(
      '(http://127.0.0.1:8233/namespaces/{namespace}/workflows/{workflowId}/{runId}/pending-activities)',
    );
    expect(page).toContain('/workflows/night-1%2Ftrain%2Fevaluate%2F0)');
    expect(detailsPage(state, { ...extras, uiUrl: undefined })).not.toContain('](');
  });

  it('says what may be pressed while the run goes on', () => {
    expect(detailsPage(state, extras)).toContain('`abortRun`');
    expect(detailsPage(state, { ...extras, runState: 'done' })).not.toContain('abortRun');
  });

  it('says why a stage waits, the cure, the exact update to send, and until when', () => {
    const page = detailsPage({ ...state, waiting }, extras);
    expect(page).toContain('### Stage train waits for you');
    expect(page).toContain('`trainer_out_of_memory`: CUDA out of memory');
    expect(page).toContain('**What to do:** Send retryStage with a smaller microBatch.');
    expect(page).toContain('```json\n{"stage":"train","microBatch":1}\n```');
    expect(page).toContain('fails at 2026-11-24 00:00 UTC.');
    expect(page.indexOf('waits for you')).toBeLessThan(page.indexOf('| stage'));
  });

  it('names the child that waits on its parent’s page', () => {
    const page = detailsPage({ ...state, waiting }, { ...extras, workflowId: 'night-1' });
    expect(page).toContain('The stage belongs to [night-1/train](');
  });
});
