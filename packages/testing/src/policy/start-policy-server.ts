import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { policyPython } from './policy-python.ts';

export interface PolicyServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts the real `evoline_policy.serve` on a port, 0 for a free one; it ends with this process. */
export async function startPolicyServer(port = 0): Promise<PolicyServer> {
  const { executable, environment } = policyPython;
  const module = (name: string) => [executable, '-m', `evoline_policy.${name}`];
  const [program = '', ...parameters] = [
    ...module('guard'),
    '--grace-seconds',
    '1',
    ...module('serve'),
    '--port',
    `${port}`,
  ];
  const child = spawn(program, parameters, {
    env: { ...environment },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  const ended = once(child, 'exit');
  const first = await Promise.race([once(lines, 'line'), ended.then(() => [])]);
  const url = /http:\/\/\S+/.exec(String(first[0]))?.[0];
  if (url === undefined) throw new Error('the policy server did not say its address');
  return {
    url,
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
