import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEditBlocks as parseWithPlaces } from './edit-blocks.ts';

const parseEditBlocks = (answer: string) =>
  parseWithPlaces(answer).map(({ path, search, replace }) => ({ path, search, replace }));

const block = (path: string, search: string, replace: string, fence = '```') =>
  `${fence}\n### ${path}\n<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE\n\`\`\``;

/** The form as one expression; it backtracks, so it is only the oracle. */
const FORM =
  /```[^\n]*?\n### ([^\n]*)\n<<<<<<< SEARCH\n([^]*?)\n=======\n([^]*?)\n>>>>>>> REPLACE\n```/g;

describe('parseEditBlocks', () => {
  it('reads path, search and replace text as they stand', () => {
    expect(parseEditBlocks(block(' ./a b.py ', '  x', 'y\n\n z'))).toEqual([
      { path: ' ./a b.py ', search: '  x', replace: 'y\n\n z' },
    ]);
  });

  it('takes any info text, a fence in mid line and more backticks', () => {
    const text = [block('a', 'x', 'y', 'see ```py'), block('b', 'x', 'y', '`````')].join('\n\n');
    expect(parseEditBlocks(text).map(({ path }) => path)).toEqual(['a', 'b']);
  });

  it('ends the search text at the first line of seven equals signs', () => {
    expect(parseEditBlocks(block('a', 'Title\n=======\nbody', 'y'))).toEqual([
      { path: 'a', search: 'Title', replace: 'body\n=======\ny' },
    ]);
  });

  it('runs on into the next block when no line stands between two markers', () => {
    const text = block('a', 'x', 'y').replace('\ny\n', '\n') + '\n' + block('b', 'p', 'q');
    expect(parseEditBlocks(text)).toEqual([
      {
        path: 'a',
        search: 'x',
        replace: '>>>>>>> REPLACE\n```\n```\n### b\n<<<<<<< SEARCH\np\n=======\nq',
      },
    ]);
  });

  it('passes over what has not the form', () => {
    expect(
      parseEditBlocks('```\n## a\n<<<<<<< SEARCH\nx\n=======\ny\n>>>>>>> REPLACE\n```'),
    ).toEqual([]);
    expect(parseEditBlocks(`\`\`\`\n### lost\n\`\`\`\n${block('a', 'x', 'y')}`)).toHaveLength(1);
  });

  it('says where in the output the texts start', () => {
    const answer = `see ${block('a', 'x', 'y')}\n${block('b', '', 'z\n')}`;
    for (const found of parseWithPlaces(answer, 5)) {
      const output = `12345${answer}`;
      expect(output.startsWith(found.search, found.searchStart)).toBe(true);
      expect(output.startsWith(`${found.replace}\n>>>`, found.replaceStart)).toBe(true);
    }
  });

  it('finds what the form finds in any order of its lines', () => {
    const line = fc.constantFrom(
      '```',
      '````py',
      'x ```',
      '### a',
      '### ',
      '#### b',
      '<<<<<<< SEARCH',
      '=======',
      '',
      '>>>>>>> REPLACE',
      'text',
      '>>>>>>> REPLACE\n```',
      '```\n### a\n<<<<<<< SEARCH',
      'a\n=======\nb',
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        const text = lines.join('\n');
        const found = [...text.matchAll(FORM)].map(([, path, search, replace]) => ({
          path,
          search,
          replace,
        }));
        expect(parseEditBlocks(text)).toEqual(found);
      }),
      { numRuns: 3_000 },
    );
  });

  it('reads a hostile answer of many openings without an end in one pass', () => {
    const openings = '```\n### a\n<<<<<<< SEARCH\nx\n=======\n'.repeat(50_000);
    expect(parseEditBlocks(openings)).toEqual([]);
    expect(parseEditBlocks(openings + 'y\n>>>>>>> REPLACE\n```')).toHaveLength(1);
  });
});
