import { languageOfPath } from '../files/language-of-path.ts';
import { folderOf, nameOf, withoutEnding } from './file-names.ts';
import { type ImportName, joined } from './import-name.ts';

/** Only the beginning of a long file is read. */
const maxCharacters = 200_000;
const maxImports = 300;

interface Scanner {
  /** Its groups are what `read` is given. */
  readonly pattern: RegExp;
  readonly read: (found: readonly string[], path: string) => readonly (ImportName | null)[];
}

/**
 * What a file imports, by the shape of its lines: no grammar is needed to know most of them. A pattern sees
 * a bounded part of the file and none can take more than linear time.
 */
export function scanImports(path: string, content: string): ImportName[] {
  const family = families.get(languageOfPath(path) ?? '');
  if (family === undefined) return [];
  const text = content.slice(0, maxCharacters);
  const found = new Map<string, ImportName>();
  for (const { pattern, read } of family) {
    for (const [, ...groups] of text.matchAll(pattern)) {
      for (const name of read(
        groups.map((group) => group ?? ''),
        path,
      )) {
        if (name !== null && name.name !== '') found.set(`${name.kind} ${name.name}`, name);
      }
      if (found.size >= maxImports) return [...found.values()];
    }
  }
  return [...found.values()];
}

const suffix = (name: string): ImportName => ({ kind: 'suffix', name });

/** Written from the folder of the file that imports it. */
function relative(path: string, name: string): ImportName | null {
  const whole = joined(folderOf(path), name);
  return whole === null ? null : { kind: 'path', name: whole };
}

/** `a.b.C` may be a file or something in one: both are asked for. */
function withOwner(parts: readonly string[]): ImportName[] {
  const names = [parts, parts.length > 1 ? parts.slice(0, -1) : []];
  return names.filter((name) => name.length > 0).map((name) => suffix(name.join('/')));
}

const python: readonly Scanner[] = [
  {
    pattern:
      /^[ \t]*from[ \t]+(\.{0,8})([\w.]*)[ \t]+import[ \t]+(?:\(([\w\s,]{1,2000})|([\w \t,]{1,500}))/gm,
    read: ([dots = '', module = '', listed = '', named = ''], path) => {
      const base = module.split('.').filter((part) => part !== '');
      const imported = `${listed} ${named}`
        .split(/[\s,]+/)
        .filter((name) => /^\w+$/.test(name) && name !== 'as');
      const all = [base, ...imported.slice(0, 30).map((name) => [...base, name])];
      const up = '../'.repeat(Math.max(0, dots.length - 1));
      return all.map((parts) => {
        if (dots === '') return suffix(parts.join('/'));
        return relative(path, `${up}${parts.join('/')}`);
      });
    },
  },
  {
    pattern: /^[ \t]*import[ \t]+([\w., \t]{1,500})/gm,
    read: ([names = '']) =>
      names
        .split(',')
        .map((name) => suffix((name.trim().split(/\s/)[0] ?? '').replaceAll('.', '/'))),
  },
];

const javascript: readonly Scanner[] = [
  {
    pattern: /(?:\bfrom|\bimport|\brequire\(|\bimport\()[ \t]*['"]([^'"\n]{1,300})['"]/g,
    read: ([written = ''], path) => {
      const plain = written.replace(/\?.*$/, '').replace(/\.(?:[cm]?[jt]sx?|vue|svelte|json)$/, '');
      if (/^\.\.?(?:\/|$)/.test(plain)) return [relative(path, plain)];
      const alias = /^(?:[@~#]\/|~|src\/)(.+)$/.exec(plain)?.[1];
      return alias === undefined ? [] : [suffix(alias)];
    },
  },
];

const go: readonly Scanner[] = [
  {
    pattern:
      /^[ \t]*(?:import[ \t]+)?(?:[\w.]+[ \t]+)?"([\w.~/-]+\/[\w.~/-]+)"[ \t]*(?:\/\/.*)?\r?$/gm,
    read: ([name = '']) => [{ kind: 'folder', name }],
  },
];

const jvm: readonly Scanner[] = [
  {
    pattern: /^[ \t]*import[ \t]+(?:static[ \t]+)?([\w.]{1,300})/gm,
    read: ([name = '']) => withOwner(name.split('.').filter((part) => part !== '')),
  },
];

const rust: readonly Scanner[] = [
  {
    pattern: /^[ \t]*(?:pub(?:\([\w: ]+\))?[ \t]+)?mod[ \t]+(\w+)[ \t]*;/gm,
    read: ([name = ''], path) => [
      relative(path, name),
      relative(path, `${nameOf(withoutEnding(path))}/${name}`),
    ],
  },
  {
    pattern: /\b(crate|super|self)::([\w:]{1,300})/g,
    read: ([root = '', rest = ''], path) => {
      const parts = rest.split('::').filter((part) => part !== '');
      if (root === 'crate') return withOwner(parts.slice(0, 3));
      const own = `${nameOf(withoutEnding(path))}/`;
      return [relative(path, `${root === 'self' ? own : ''}${parts[0] ?? ''}`)];
    },
  },
];

const c: readonly Scanner[] = [
  {
    pattern: /^[ \t]*#[ \t]*(?:include|import)[ \t]+["<]([^">\n]{1,300})[">]/gm,
    read: ([written = ''], path) => {
      const name = withoutEnding(written.replaceAll('\\', '/'));
      const isUp = name.startsWith('.');
      return [relative(path, name), isUp ? null : suffix(name)];
    },
  },
];

const ruby: readonly Scanner[] = [
  {
    pattern: /^[ \t]*require_relative[ \t(]+['"]([^'"\n]{1,300})['"]/gm,
    read: ([name = ''], path) => [relative(path, name.replace(/\.rb$/, ''))],
  },
  {
    pattern: /^[ \t]*(?:require|load|autoload[ \t(]+:\w+,)[ \t(]+['"]([^'"\n]{1,300})['"]/gm,
    read: ([name = '']) => [suffix(name.replace(/\.rb$/, '').replace(/^\.\//, ''))],
  },
];

const php: readonly Scanner[] = [
  {
    pattern: /^[ \t]*use[ \t]+(?:function[ \t]+|const[ \t]+)?\\?(\w[\w\\]{0,300})/gm,
    read: ([name = '']) => [{ kind: 'tail', name: name.replaceAll('\\', '/') }],
  },
  {
    pattern: /\b(?:require|include)(?:_once)?\b[^'"\n;]{0,100}['"]([^'"\n]{1,300})['"]/g,
    read: ([name = ''], path) => [relative(path, withoutEnding(name))],
  },
];

/** Dots or double colons between the parts of a module's name. */
const dotted = (pattern: RegExp): readonly Scanner[] => [
  { pattern, read: ([name = '']) => [suffix(name.split(/\.|::/).join('/'))] },
];

const dart: readonly Scanner[] = [
  {
    pattern: /^[ \t]*(?:import|export|part)[ \t]+['"]([^'"\n]{1,300})['"]/gm,
    read: ([name = ''], path) => {
      const packaged = /^package:[^/]+\/(.+)\.dart$/.exec(name)?.[1];
      return [packaged === undefined ? relative(path, withoutEnding(name)) : suffix(packaged)];
    },
  },
];

const shell: readonly Scanner[] = [
  {
    pattern: /^[ \t]*(?:source|\.)[ \t]+['"]?(?:\$\{?\w+\}?\/|\.\/)?([\w./-]{1,300})/gm,
    read: ([name = ''], path) => [relative(path, withoutEnding(name))],
  },
];

const byLanguages: readonly (readonly [languages: string, readonly Scanner[]])[] = [
  ['Python,Cython,Starlark', python],
  ['JavaScript,TypeScript,Vue,Svelte,Astro,CoffeeScript', javascript],
  ['Go', go],
  ['Java,Kotlin,Scala,Groovy', jvm],
  ['Rust', rust],
  ['C,C++,Objective-C,Objective-C++,Cuda', c],
  ['Ruby,Crystal', ruby],
  ['PHP', php],
  ['Dart', dart],
  ['Shell', shell],
  ['Lua', dotted(/\brequire[ \t(]+['"]([\w./-]{1,300})['"]/g)],
  ['Perl', dotted(/^[ \t]*(?:use|require)[ \t]+([A-Z][\w:]{0,300})/gm)],
  ['Haskell,Elm,PureScript', dotted(/^import[ \t]+(?:qualified[ \t]+)?([A-Z][\w.]{0,300})/gm)],
  ['Julia,Nim', dotted(/^[ \t]*(?:include|import|from)[ \t(]+["']?([\w./]{1,300})/gm)],
];

const families = new Map(
  byLanguages.flatMap(([languages, scanners]) =>
    languages.split(',').map((language) => [language, scanners] as const),
  ),
);
