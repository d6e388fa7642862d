/** Address of a run's page in the Temporal UI, or null where no UI is known. */
export function runLink(uiUrl: string, namespace: string, workflowId: string): string | null {
  if (uiUrl === '') return null;
  const base = uiUrl.replace(/\/+$/, '');
  return `${base}/namespaces/${encodeURIComponent(namespace)}/workflows/${encodeURIComponent(workflowId)}`;
}

/** Address of the UI's start form, with queue and type filled in. */
export function startFormLink(uiUrl: string, namespace: string, type: string): string | null {
  if (uiUrl === '') return null;
  const base = uiUrl.replace(/\/+$/, '');
  const query = new URLSearchParams({ taskQueue: 'pipeline', workflowType: type });
  return `${base}/namespaces/${encodeURIComponent(namespace)}/workflows/start-workflow?${query}`;
}
