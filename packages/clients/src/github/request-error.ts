import type { Refusal } from './rate-limit.ts';

/** Anything as a record; an empty one when it is none. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(entriesOf(value)) : {};
}

/** Own properties and those that errors carry without listing them. */
function entriesOf(value: object): [string, unknown][] {
  const names = ['status', 'response', 'request', 'data', 'errors', 'headers'];
  const hidden = names
    .filter((name) => name in value)
    .map((name): [string, unknown] => [name, Reflect.get(value, name)]);
  return [...Object.entries(value), ...hidden];
}

/** An error of Octokit, or an answer, as far as limits show in it. REST and GraphQL put the same facts at different places. */
export function refusalOf(error: unknown): Refusal {
  const top = recordOf(error);
  const response = recordOf(top['response']);
  const data = recordOf(response['data'] ?? top['data']);
  const errors: unknown = [top['errors'], data['errors'], response['errors']].find(Array.isArray);
  return {
    status: Number(top['status'] ?? response['status'] ?? 0),
    message: error instanceof Error ? error.message : '',
    headers: recordOf(response['headers'] ?? top['headers']),
    errors: Array.isArray(errors) ? errors.map(recordOf) : [],
  };
}

/** An app could not get a token for this installation: it was suspended, taken away, or its key is wrong. */
export function isInstallationRefused(error: unknown): boolean {
  const { url } = recordOf(recordOf(error)['request']);
  return typeof url === 'string' && /\/app\/installations\/\d+\/access_tokens$/.test(url);
}
