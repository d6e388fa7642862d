import { describe, expect, it } from 'vitest';
import { fenceInfo, renderAnswer } from './answer-text.ts';

describe('renderAnswer', () => {
  it('gives every edit a fence of its own inside the solution', () => {
    const edits = [
      { path: 'a.py', search: 'x', replace: 'y' },
      { path: 'Makefile', search: 'p', replace: '' },
    ];
    expect(renderAnswer({ thought: 'why', edits })).toBe(
      '<think>\nwhy\n</think>\n<solution>\n' +
        '```python\n### a.py\n<<<<<<< SEARCH\nx\n=======\ny\n>>>>>>> REPLACE\n```\n' +
        '```\n### Makefile\n<<<<<<< SEARCH\np\n=======\n\n>>>>>>> REPLACE\n```\n</solution>',
    );
  });
});

describe('fenceInfo', () => {
  it('names known languages and nothing else', () => {
    expect(['a.py', 'b/c.TS', 'x.constructor', 'Makefile', '.gitignore'].map(fenceInfo)).toEqual([
      'python',
      'typescript',
      '',
      '',
      '',
    ]);
  });
});
