import { follow, isNode, nodeAt, type DescriptionNode } from './api-description.ts';

/** One GET of GitHub's description. */
export interface DescribedOperation {
  /** Such as `/repos/{owner}/{repo}/pulls`. */
  readonly template: string;
  readonly parameters: readonly DescriptionNode[];
  readonly responses: DescriptionNode;
}

/** Finds operations by the path of a request. */
export class DescribedOperations {
  readonly #root: DescriptionNode;
  readonly #templates: readonly { readonly template: string; readonly pattern: RegExp }[];

  constructor(root: DescriptionNode) {
    this.#root = root;
    const paths = isNode(root['paths']) ? Object.entries(root['paths']) : [];
    this.#templates = paths
      .filter(([, methods]) => isNode(methods) && isNode(methods['get']))
      .map(([template]) => ({ template, pattern: patternOf(template) }))
      // `/repos/{o}/{r}/issues/comments` goes before `/repos/{o}/{r}/issues/{number}`
      .toSorted((a, b) => placesIn(a.template) - placesIn(b.template));
  }

  find(path: string): DescribedOperation | null {
    // the form that renames and page links lead to is not described; it answers the same
    const named = path.replace(/^\/repositories\/\d+/, '/repos/owner/name');
    const found = this.#templates.find(({ pattern }) => pattern.test(named));
    if (found === undefined) return null;
    const pointer = `#/paths/${found.template.replaceAll('/', '~1')}/get`;
    const operation = nodeAt(this.#root, follow(this.#root, pointer));
    const parameters = Array.isArray(operation['parameters']) ? operation['parameters'] : [];
    return {
      template: found.template,
      parameters: parameters.map((parameter) => nodeAt(this.#root, parameter)),
      responses: nodeAt(this.#root, operation['responses']),
    };
  }
}

function patternOf(template: string): RegExp {
  const parts = template.split(/\{[^}]+\}/).map((part) => part.replaceAll('.', '\\.'));
  return new RegExp(`^${parts.join('[^/]+')}$`);
}

function placesIn(template: string): number {
  return template.split('{').length;
}
