import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ConsumerProject,
  compile,
  filesIn,
  installNode20,
  installPackedPackage,
  manifestOf,
  runWith,
} from './packed-package.ts';

/** What somebody writes who has read the package's README. */
const program = `
import { chooseEngine } from '@evoline/sequence-matcher/choose-engine';
import { loadWasmEngine } from '@evoline/sequence-matcher/load-wasm-engine';
import type { MatchEngine, MatchingBlock } from '@evoline/sequence-matcher/match-engine';
import { matchingBlocks } from '@evoline/sequence-matcher/matching-blocks';
import { prepare } from '@evoline/sequence-matcher/prepare';
import { ratio } from '@evoline/sequence-matcher/ratio';
import { unifiedDiff } from '@evoline/sequence-matcher/unified-diff';

declare const console: { log(text: string): void };
const blocks: MatchingBlock[] = matchingBlocks('abxcd', 'abcd');
const engines: (MatchEngine | undefined)[] = [loadWasmEngine('wasm'), loadWasmEngine('wasm-simd')];
const said: Record<string, unknown> = {
  ratio: ratio('ab', 'bacb'),
  swapped: ratio('bacb', 'ab'),
  astral: ratio('\\u{1f600}', '\\u{1f601}'),
  blocks: blocks.map(({ aStart, bStart, length }) => [aStart, bStart, length]),
  prepared: prepare('bcde').ratio('abcd'),
  diff: unifiedDiff('a\\nb\\n', 'a\\nc\\n', { context: 1 }),
  chosen: chooseEngine().name,
  engines: engines.map((engine) => [engine?.name, engine?.ratio('abcd', 'bcde')]),
  engineBlocks: engines.map((engine) => engine?.matchingBlocks('abxcd', 'abcd').length),
  enginePrepared: engines.map((engine) => engine?.prepare('bcde').ratio('abcd')),
};
console.log(JSON.stringify(said));
`;

const answers = {
  ratio: 2 / 3,
  swapped: 1 / 3,
  astral: 0,
  blocks: [
    [0, 0, 2],
    [3, 2, 2],
    [5, 4, 0],
  ],
  prepared: 0.75,
  diff: '@@ -1,2 +1,2 @@\n a\n-b\n+c',
  chosen: 'wasm-simd',
  engines: [
    ['wasm', 0.75],
    ['wasm-simd', 0.75],
  ],
  engineBlocks: [3, 3],
  enginePrepared: [0.75, 0.75],
};

let project: ConsumerProject;
let node20: string;
let complaints: string;

beforeAll(async () => {
  node20 = await installNode20();
  project = installPackedPackage();
  writeFileSync(join(project.folder, 'use.ts'), program);
  complaints = compile(project, 'use.ts');
});

afterAll(() => project.remove());

describe('the published package of the matcher', () => {
  it('holds compiled JavaScript, declarations and the WebAssembly, and depends on nothing', () => {
    const files = filesIn(project.installed);
    const strange = files.filter(
      (file) => !/\.(js|d\.ts|wasm)$|^(README\.md|LICENSE|package\.json)$/.test(file),
    );
    expect(strange).toEqual([]);
    expect(files).toEqual(expect.arrayContaining(['README.md', 'package.json', 'dist/ratio.js']));
    expect(files.filter((file) => file.endsWith('.wasm'))).toHaveLength(2);
    const { dependencies, optionalDependencies, peerDependencies, scripts } = manifestOf(project);
    expect({ ...dependencies, ...optionalDependencies, ...peerDependencies }).toEqual({});
    expect(scripts ?? {}).not.toHaveProperty('postinstall');
  });

  it('has types that a strict program compiles with, and that refuse a wrong one', () => {
    expect(complaints).toBe('');
    const wrong = `import { ratio } from '@evoline/sequence-matcher/ratio';\nexport const a: string = ratio('a', 1);\n`;
    writeFileSync(join(project.folder, 'wrong.ts'), wrong);
    expect(compile(project, 'wrong.ts')).toMatch(/wrong\.ts.*TS2322[^]*TS2345/);
  });

  it('answers on Node 20', () => {
    expect(runWith(node20, project, '--version')).toMatch(/^v20\./);
    expect(JSON.parse(runWith(node20, project, 'use.js'))).toEqual(answers);
  });

  it('answers on Node 24', () => {
    expect(process.versions.node).toMatch(/^24\./);
    expect(JSON.parse(runWith(process.execPath, project, 'use.js'))).toEqual(answers);
  });
});
