import { EvolineFailure } from '@evoline/contract/failures';
import { SourceLocator } from '@evoline/contract/mine';
import { archiveHours } from './archive-hours.ts';

/** Where to mine, taken apart. `pattern` matches repository names; `*` stands for any characters. */
export type Source =
  | { readonly kind: 'demo'; readonly pattern: string }
  | { readonly kind: 'git'; readonly address: string }
  | { readonly kind: 'github'; readonly owner: string; readonly name: string }
  | { readonly kind: 'archive'; readonly hours: readonly string[] };

/** The organisation of the demo world; its repositories are told apart by the start of their names. */
export const demoOrganisation = 'evoline-demo';

/**
 * Takes a source locator apart.
 *
 * @throws EvolineFailure input_invalid, naming what is wrong
 */
export function parseSourceLocator(text: string): Source {
  const parsed = SourceLocator.safeParse(text);
  if (!parsed.success) {
    throw invalid(
      text,
      'expected demo:, git:<path, bundle or address>, github:owner/name or gharchive:<day>',
    );
  }
  const colon = text.indexOf(':');
  const rest = text.slice(colon + 1);
  switch (text.slice(0, colon)) {
    case 'demo':
      return { kind: 'demo', pattern: rest === '' ? '*' : rest };
    case 'git':
      return { kind: 'git', address: checkedAddress(text, rest) };
    case 'gharchive':
      return { kind: 'archive', hours: archiveHours(rest) };
    default: {
      const [owner = '', name = ''] = rest.split('/');
      if (/^\.+$/.test(owner) || /^\.+$/.test(name)) throw invalid(text, 'expected owner/name');
      return { kind: 'github', owner, name };
    }
  }
}

/** Whether a repository name fits a pattern in which `*` stands for any characters. */
export function matchesName(pattern: string, name: string): boolean {
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*+/g, '.*');
  return new RegExp(`^${escaped}$`).test(name);
}

/**
 * The repository name of a git address: `owner/name` of a web address, else the last folder. A bundle
 * is named after its folder and its own name, because bundles tend to be called alike.
 */
export function nameOfGitAddress(address: string): string {
  const hosted = /^(?:https?|git|ssh):\/\/[^/]+\/(.+)$/.exec(address)?.[1];
  const scp = /^[\w.-]+@[\w.-]+:(.+)$/.exec(address)?.[1];
  const segments = (hosted ?? scp ?? address.replace(/^file:\/\//, ''))
    .split(/[/\\]/)
    .filter((segment) => !['', '.', '.git'].includes(segment));
  const last = segments.at(-1) ?? 'repository';
  const isLong = hosted !== undefined || scp !== undefined || last.endsWith('.bundle');
  const kept = segments.slice(isLong ? -2 : -1).join('/');
  return kept === '' ? 'repository' : kept.replace(/\.(git|bundle)$/, '');
}

function checkedAddress(text: string, address: string): string {
  const scheme = /^([a-z][a-z0-9+.-]*)::?\/\//i.exec(address)?.[1]?.toLowerCase();
  if (/^[a-z][a-z0-9+.-]*::/i.test(address)) {
    throw invalid(text, 'remote helpers (name::address) are not allowed');
  }
  if (scheme !== undefined && !['http', 'https', 'file'].includes(scheme)) {
    throw invalid(text, `addresses begin with https://, http:// or file://, not ${scheme}://`);
  }
  if (scheme === undefined && /^[\w.-]+@[\w.-]+:/.test(address)) {
    throw invalid(text, 'ssh addresses are not supported; use https:// or a local clone');
  }
  if (/^https?:\/\/[^/]*@/i.test(address)) {
    throw new EvolineFailure('input_invalid', 'source: an address must not hold credentials');
  }
  if (/[\0-\x1f]/.test(address)) throw invalid('git:…', 'an address holds no control characters');
  return address;
}

function invalid(text: string, why: string): EvolineFailure {
  return new EvolineFailure('input_invalid', `source: ${why} (was ${JSON.stringify(text)})`);
}
