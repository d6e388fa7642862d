import { getExternalWorkflowHandle, log, workflowInfo } from '@temporalio/workflow';

/**
 * Sends a signal to the parent, if there is one. A parent that is gone is no reason to fail: the
 * child can still be steered on its own page.
 */
export async function notifyParent(signal: string, payload: object): Promise<void> {
  const { parent } = workflowInfo();
  if (parent === undefined) return;
  try {
    await getExternalWorkflowHandle(parent.workflowId).signal(signal, payload);
  } catch (error) {
    log.warn('the parent did not take a signal', { signal, parent: parent.workflowId, error });
  }
}
