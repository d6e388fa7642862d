import { expect, it } from 'vitest';
import { ask, changed, item } from '../../../test/filter-facts.ts';
import { tokenBudget } from './token-budget.ts';

const before = 'def value():\n    return 1\n'.repeat(100);

it('counts what a prompt shows: files before the change and the texts of issues, not what is added', () => {
  const asked = (files: Parameters<typeof changed>[0], title = 'short') =>
    ask(tokenBudget, 'item', item(changed(files), { texts: { title } }), {
      maxPromptTokens: 1_000,
    });
  expect(asked({ 'a.py': ['x', before] })).toBeNull();
  expect(asked({ 'a.py': [before, 'x'] })).toMatch(/^about \d+ tokens, at most 1000$/);
  expect(asked({ 'a.py': ['x', 'y'] }, 'word '.repeat(2_000))).not.toBeNull();
});
