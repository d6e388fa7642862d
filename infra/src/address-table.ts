import type { StackAddresses } from './stack-options.ts';

/** What a person needs to know of a stack that is up: one table, two things to try. */
export function describeAddresses(addresses: StackAddresses): string {
  const rows = [
    ['Temporal UI', addresses.temporalUiUrl],
    ['Temporal', `${addresses.temporalAddress}, namespace ${addresses.temporalNamespace}`],
    ['PostgreSQL', withoutPassword(addresses.databaseUrl)],
    ['Policy server', addresses.engineUrl],
    ['Demo world', addresses.demoWorldUrl],
    ['Artifacts', addresses.artifactStore],
    ['Logs', `${addresses.home}/logs`],
  ].filter(([, where]) => where !== '');
  const width = Math.max(...rows.map(([name = '']) => name.length));
  const table = rows.map(([name = '', where]) => `  ${name.padEnd(width)}  ${where}`);
  return ['', ...table, '', ...thingsToTry(addresses), '', 'Ctrl-C stops everything.', ''].join(
    '\n',
  );
}

function thingsToTry({ temporalUiUrl, temporalNamespace }: StackAddresses): string[] {
  const form = `${temporalUiUrl}/namespaces/${temporalNamespace}/workflows/start-workflow?taskQueue=pipeline&workflowType=runPipeline`;
  return [
    'Two things to try:',
    '  in the browser, start the whole pipeline with no input:',
    `    ${form}`,
    '  in another terminal, watch pull requests being mined:',
    '    npx evoline mine run --source demo: --limit 10',
  ];
}

function withoutPassword(databaseUrl: string): string {
  return databaseUrl.replace(/(\/\/[^:/@]*):[^@/]*@/, '$1:***@');
}
