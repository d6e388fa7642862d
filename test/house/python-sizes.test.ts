import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryRoot, trackedFiles } from './tracked-files.ts';

const longestFunction = 60;
const longestFile = 300;

// Prints one line per function or file that is too long. Only the standard library: any Python 3 will do.
const measure = `
import ast, sys
for path in sys.argv[1:]:
    text = open(path, encoding="utf-8").read()
    if text.count("\\n") > ${longestFile}:
        print(f"{path}: {text.count(chr(10))} lines")
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            lines = node.end_lineno - node.lineno + 1
            if lines > ${longestFunction}:
                print(f"{path}: {node.name} has {lines} lines")
`;

function tooLong(files: readonly string[]): readonly string[] {
  if (files.length === 0) return [];
  const python = process.env['EVOLINE_PYTHON'] ?? 'python3';
  const printed = execFileSync(python, ['-c', measure, ...files], {
    cwd: repositoryRoot,
    encoding: 'utf8',
  });
  return printed.split('\n').filter((line) => line !== '');
}

describe('sizes in Python', () => {
  it('functions have at most 60 lines and files at most 300', () => {
    const files = trackedFiles().filter((file) => file.endsWith('.py'));
    expect(files.length).toBeGreaterThan(0);
    expect(tooLong(files)).toEqual([]);
  });

  it('finds a function of 61 lines and a file of 301', () => {
    const folder = mkdtempSync(join(tmpdir(), 'evoline-python-'));
    const file = join(folder, 'long.py');
    writeFileSync(file, `def long():\n${'    pass\n'.repeat(60)}${'\n'.repeat(240)}`);
    expect(tooLong([file])).toEqual([`${file}: 301 lines`, `${file}: long has 61 lines`]);
    rmSync(folder, { recursive: true });
  });
});
