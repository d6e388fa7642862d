import { describe, expect, it } from 'vitest';
import { readSource, readSourceList } from './read-source-list.ts';

describe('readSource', () => {
  it.each([
    ['pallets/flask', 'github:pallets/flask'],
    ['github:pallets/*', 'github:pallets/*'],
    ['https://github.com/pallets/flask', 'github:pallets/flask'],
    ['https://github.com/pallets/flask.git', 'github:pallets/flask'],
    ['git:/srv/clones/flask', 'git:/srv/clones/flask'],
    ['gharchive:yesterday', 'gharchive:yesterday'],
    [' demo: ', 'demo:'],
  ])('takes %s for %s', (text, source) => {
    expect(readSource(text)).toEqual({ source });
  });

  it.each([
    ['flask', /^"flask" is no owner\/name/],
    ['githb:pallets/flask', /^expected demo:/],
    ['pallets/flask/tree', /is no owner\/name/],
    ['pal lets/flask', /is no owner\/name/],
    ['-pallets/flask', /is no name of an owner/],
    ['../flask', /owner/],
    ['gharchive:yesteryear', /no day/],
    ['git:https://me:secret@git.example/o/n', /credentials/],
  ])('says what is wrong with %s', (text, reason) => {
    expect(readSource(text)).toEqual({ reason: expect.stringMatching(reason) });
    expect(JSON.stringify(readSource(text))).not.toContain('hunter');
  });
});

describe('readSourceList', () => {
  it('names duplicates and bad lines by their numbers, and keeps notes', () => {
    const text = [
      '\uFEFF# what we like',
      'pallets/flask # small',
      '',
      'https://github.com/Pallets/Flask',
      'flask',
      'github:o/n#',
    ].join('\r\n');
    expect(readSourceList(text)).toEqual({
      sources: [{ line: 2, source: 'github:pallets/flask', note: 'small' }],
      repeated: [{ line: 4, firstLine: 2 }],
      bad: [
        { line: 5, reason: expect.stringContaining('"flask"') },
        { line: 6, reason: expect.stringContaining('expected') },
      ],
    });
  });

  it('is empty for an empty text', () => {
    expect(readSourceList('\n \n')).toEqual({ sources: [], repeated: [], bad: [] });
  });
});
