import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeFolder } from './finished-folder.mjs';
import { isStamped } from './stamp.mjs';

let parent: string;
let folder: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'evoline-folder-'));
  folder = join(parent, 'tool');
});

afterEach(() => rmSync(parent, { recursive: true }));

const write = (content: string) => async (draft: string) =>
  writeFileSync(join(draft, 'file'), content);

describe('a folder made by the set-up', () => {
  it('is stamped with what it was made from', async () => {
    await makeFolder(folder, 'digest-1', write('one'));
    expect(isStamped(folder, 'digest-1')).toBe(true);
    expect(isStamped(folder, 'digest-2')).toBe(false);
  });

  it('stays as it was when making it anew fails, and leaves no draft', async () => {
    await makeFolder(folder, 'digest-1', write('one'));
    const failing = async (draft: string): Promise<void> => {
      writeFileSync(join(draft, 'half'), '');
      throw new Error('connection lost');
    };
    await expect(makeFolder(folder, 'digest-2', failing)).rejects.toThrow('connection lost');
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('one');
    expect(readdirSync(parent)).toEqual(['tool']);
  });

  it('is not there at all while it is being made', async () => {
    await makeFolder(folder, 'digest-1', async () => expect(existsSync(folder)).toBe(false));
  });

  it('removes the draft of a set-up that was killed', async () => {
    mkdirSync(join(parent, '.draft-tool-99-1'));
    await makeFolder(folder, 'digest-1', write('one'));
    expect(readdirSync(parent)).toEqual(['tool']);
  });
});
