/** What `.gitattributes` says of a path; undefined where it says nothing. */
export interface FileAttributes {
  readonly isGenerated: boolean | undefined;
  readonly isVendored: boolean | undefined;
}

interface AttributeRule {
  readonly pattern: RegExp;
  readonly generated: boolean | undefined;
  readonly vendored: boolean | undefined;
}

/** The linguist attributes of a repository, from the `.gitattributes` in its root. */
export class GitAttributes {
  readonly #rules: readonly AttributeRule[];

  constructor(text: string) {
    this.#rules = text.split(/\r?\n/).slice(0, maxRules).flatMap(ruleOf);
  }

  /** Later lines win over earlier ones, each attribute by itself. */
  of(path: string): FileAttributes {
    let isGenerated: boolean | undefined;
    let isVendored: boolean | undefined;
    for (const { pattern, generated, vendored } of this.#rules) {
      if (!pattern.test(path)) continue;
      isGenerated = generated ?? isGenerated;
      isVendored = vendored ?? isVendored;
    }
    return { isGenerated, isVendored };
  }
}

const maxRules = 2_000;
/** A pattern is matched in time that grows with its wildcards; nobody needs more of them. */
const maxWildcards = 4;
const maxPatternLength = 200;

function ruleOf(line: string): AttributeRule[] {
  const found = /^\s*(?!#)(?:"(?<quoted>[^"]+)"|(?<plain>\S+))\s+(?<attributes>.+)$/.exec(line);
  const { quoted, plain, attributes = '' } = found?.groups ?? {};
  const pattern = quoted ?? plain;
  const generated = stateOf(attributes, 'linguist-generated');
  const vendored = stateOf(attributes, 'linguist-vendored');
  if (pattern === undefined || (generated === undefined && vendored === undefined)) return [];
  if (pattern.length > maxPatternLength) return [];
  if ((pattern.match(/\*\*\/?|[*?]/g) ?? []).length > maxWildcards) return [];
  return [{ pattern: patternOf(pattern), generated, vendored }];
}

/** `name` and `name=true` set, `-name` and `name=false` unset. */
function stateOf(attributes: string, name: string): boolean | undefined {
  for (const word of attributes.split(/\s+/)) {
    if (word === name || word === `${name}=true`) return true;
    if (word === `-${name}` || word === `${name}=false`) return false;
  }
  return undefined;
}

/** gitignore's patterns: without a slash the name in any folder, else the path from the root. */
function patternOf(pattern: string): RegExp {
  const anchored = pattern.replace(/^\//, '');
  const isName = !pattern.includes('/');
  const body = anchored
    .split(/(\*\*\/?|\*|\?)/)
    .map((part) => wildcards[part] ?? part.replace(/[.+^${}()|[\]\\]/g, '\\$&'))
    .join('');
  return new RegExp(`^${isName ? '(?:.*/)?' : ''}${body}$`);
}

const wildcards: Readonly<Record<string, string>> = {
  '**/': '(?:.*/)?',
  '**': '.*',
  '*': '[^/]*',
  '?': '[^/]',
};
