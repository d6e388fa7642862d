import { workflowExamples } from '@evoline/contract/examples';
import type { NightlySchedule } from '@evoline/contract/nightly-schedule';
import { workflowTypes } from '@evoline/contract/run';
import { searchAttributes } from '@evoline/contract/search-attributes';
import { WorkflowNotFoundError } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import type { Steering } from './connect.ts';
import { type AppliedSchedule, applySchedule } from './schedule.ts';
import type { ScheduleLedger } from './schedule.ts';
import { startWorkflow } from './start-workflow.ts';

export interface Preparation {
  readonly ledger: ScheduleLedger;
  /** When nights come, and what they are started with. */
  readonly nightly: NightlySchedule;
}

export interface PreparedNamespace {
  readonly schedule: AppliedSchedule;
  /** Example runs that were missing and have been started. */
  readonly seeded: readonly string[];
}

/** `IndexedValueType` of the server's protocol. */
const keyword = 2;
const retentionSeconds = 30 * 24 * 3600;

/**
 * Makes a namespace ready for people: search attributes, retention of 30 days (development servers
 * keep a day), the nightly schedule, and one `planOnly` example run per workflow type, from which the
 * UI's start form fills itself. Everything is left alone that is there already.
 */
export async function prepareNamespace(
  steering: Steering,
  { ledger, nightly }: Preparation,
): Promise<PreparedNamespace> {
  await addSearchAttributes(steering);
  await raiseRetention(steering);
  const schedule = await applySchedule(steering, nightly, ledger);
  const seeded: string[] = [];
  for (const type of workflowTypes) {
    const workflowId = `example-${type}`;
    if (await exists(steering, workflowId)) continue;
    const input = { ...workflowExamples[type], planOnly: true };
    await startWorkflow(steering, type, input, { workflowId, summary: `example of ${type}` });
    seeded.push(workflowId);
  }
  return { schedule, seeded };
}

async function addSearchAttributes({ client, namespace }: Steering): Promise<void> {
  const { customAttributes } = await client.connection.operatorService.listSearchAttributes({
    namespace,
  });
  const missing = Object.values(searchAttributes).filter((name) => !(name in customAttributes));
  if (missing.length === 0) return;
  await client.connection.operatorService.addSearchAttributes({
    namespace,
    searchAttributes: Object.fromEntries(missing.map((name) => [name, keyword])),
  });
}

async function raiseRetention({ client, namespace }: Steering): Promise<void> {
  const service = client.workflowService;
  const { config } = await service.describeNamespace({ namespace });
  const present = Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0);
  if (present >= retentionSeconds) return;
  await service.updateNamespace({
    namespace,
    config: { workflowExecutionRetentionTtl: msToTs(retentionSeconds * 1000) },
  });
}

async function exists({ client }: Steering, workflowId: string): Promise<boolean> {
  try {
    await client.workflow.getHandle(workflowId).describe();
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
