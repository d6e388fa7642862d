import { describe, expect, it } from 'vitest';
import { workflowExamples } from './examples.ts';
import { readInput } from './read-input.ts';
import { workflowTypes } from './run.ts';

describe.each(workflowTypes)('the input of %s', (workflow) => {
  it('may be left out, be empty, or be the example', () => {
    expect(readInput(workflow, undefined)).toEqual({ ok: true, input: {} });
    expect(readInput(workflow, {})).toEqual({ ok: true, input: {} });
    expect(readInput(workflow, workflowExamples[workflow]).ok).toBe(true);
  });

  it('is refused with the field, the allowed fields and an example when a field is unknown', () => {
    const read = readInput(workflow, { nme: 'x' });
    expect(read).toMatchObject({ ok: false });
    const message = read.ok ? '' : read.message;
    expect(message).toContain('"nme"');
    expect(message).toContain('runName');
    expect(message).toContain(JSON.stringify(workflowExamples[workflow]));
  });

  it('is refused as an array, which the start form sends as one argument', () => {
    const read = readInput(workflow, [{}]);
    expect(read.ok ? '' : read.message).toContain('expected object, received array');
  });
});

it('names the path of a nested field of the wrong type', () => {
  const read = readInput('runPipeline', { train: { steps: 'many' } });
  expect(read.ok ? '' : read.message).toContain('train.steps');
});
