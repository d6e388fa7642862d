import { workflowTypes } from '@evoline/contract/run';
import { buildWorkflowBundle } from '@evoline/worker/workflow-bundle';
import { beforeAll, describe, expect, it } from 'vitest';

let code: string;
let again: string;

beforeAll(async () => {
  code = await buildWorkflowBundle();
  again = await buildWorkflowBundle();
});

describe('the workflow bundle', () => {
  it('exports exactly the six workflow types', () => {
    expect(exportedNames(code).toSorted()).toEqual([...workflowTypes].toSorted());
  });

  it('is the same whenever it is built from the same sources', () => {
    expect(again).toBe(code);
  });

  it('stays small: no room but contract and domain comes in', () => {
    expect(code.length).toBeLessThan(4_500_000);
    const rooms = new Set(
      [...code.matchAll(/packages\/([\w-]+)\/src\//g)].map((match) => match[1] ?? ''),
    );
    expect([...rooms].toSorted()).toEqual(expect.arrayContaining(['contract', 'workflows']));
    for (const room of ['activities', 'clients', 'db', 'testing'])
      expect(rooms).not.toContain(room);
  });

  it('needs nothing of Node', () => {
    expect(code).not.toMatch(/require\("node:|require\("(fs|path|crypto|child_process)"\)/);
  });
});

/** webpack defines each export of the entry module as a getter. */
function exportedNames(bundle: string): readonly string[] {
  const entry = bundle.slice(bundle.indexOf('packages/workflows/src/index.ts'));
  const definitions = /__webpack_require__\.d\(__webpack_exports__, \{([\s\S]*?)\}\);/.exec(entry);
  return [...(definitions?.[1] ?? '').matchAll(/(\w+): \(\) =>/g)].map((match) => match[1] ?? '');
}
