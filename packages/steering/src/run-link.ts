/** Address of a run's page in the Temporal UI, or null where no UI is known. */
export function runLink(uiUrl: string, namespace: string, workflowId: string): string | null {
  if (uiUrl === '') return null;
  const base = uiUrl.replace(/\/+$/, '');
  return `${base}/namespaces/${encodeURIComponent(namespace)}/workflows/${encodeURIComponent(workflowId)}`;
}
