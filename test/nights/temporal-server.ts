import { searchAttributes } from '@evoline/contract/search-attributes';
import { readStackEnvironment } from '@evoline/infra/env';
import { TestWorkflowEnvironment } from '@temporalio/testing';

export interface TemporalServer {
  readonly address: string;
  close(): Promise<void>;
}

/** A Temporal server in memory with these namespaces. */
export async function startTemporalServer(namespaces: readonly string[]): Promise<TemporalServer> {
  const attributes = Object.values(searchAttributes).flatMap((name) => [
    '--search-attribute',
    `${name}=Keyword`,
  ]);
  const environment = await TestWorkflowEnvironment.createLocal({
    server: {
      executable: { type: 'existing-path', path: readStackEnvironment().temporalProgram },
      extraArgs: [
        ...attributes,
        ...namespaces.flatMap((name) => ['--namespace', name]),
        ...unthrottled,
      ],
    },
  });
  return { address: environment.address, close: () => environment.teardown() };
}

/** The server looks for new tasks 20 times a second at most, unless told otherwise. */
const unthrottled = ['transfer', 'timer'].flatMap((queue) => [
  '--dynamic-config-value',
  `history.${queue}ProcessorMaxPollRPS=1000`,
]);
