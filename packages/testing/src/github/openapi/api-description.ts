import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** GitHub's published description of its REST API, as the package that carries it. */
export const describedBy = {
  package: '@octokit/openapi',
  version: '23.0.2',
  /** Of the whole package; 29 MB packed and 385 MB unpacked, of which one file is used. */
  integrity:
    'sha512-pV8M7L9GY23AybNvTmo2nyjmpmnt6+2sRE/tqr0ZLQcPS4lnw7u5eZGNmwRNkBC3D7gZXbFx5AHzLUVRBXGDhg==',
  file: 'package/generated/api.github.com.json',
} as const;

/** Where that file is kept between runs, out of git. */
export const descriptionFile = join(
  import.meta.dirname,
  '../../../../../.evoline/github-api',
  `description-${describedBy.version}.json`,
);

/** A node of the description; what it holds depends on where it stands. */
export type DescriptionNode = Readonly<Record<string, unknown>>;

/** The whole description (13 MB; 0.15 s), or null where it was not fetched. */
export function readApiDescription(): DescriptionNode | null {
  if (!existsSync(descriptionFile)) return null;
  return JSON.parse(readFileSync(descriptionFile, 'utf8')) as DescriptionNode;
}

/** Follows `$ref` and returns the object there; an empty one for anything else. */
export function nodeAt(root: DescriptionNode, value: unknown): DescriptionNode {
  const node = isNode(value) ? value : {};
  const pointer = node['$ref'];
  return typeof pointer === 'string' ? nodeAt(root, follow(root, pointer)) : node;
}

/** The node that a JSON pointer (RFC 6901) such as `#/components/schemas/issue` leads to. */
export function follow(root: DescriptionNode, pointer: string): unknown {
  const steps = pointer.split('/').slice(1);
  return steps.reduce<unknown>((at, step) => {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    return isNode(at) ? at[name] : undefined;
  }, root);
}

export function isNode(value: unknown): value is DescriptionNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
