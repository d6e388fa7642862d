import addFormats from 'ajv-formats';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import {
  follow,
  isNode,
  nodeAt,
  readApiDescription,
  type DescriptionNode,
} from './api-description.ts';
import { DescribedOperations, type DescribedOperation } from './described-operation.ts';
import { diffMediaType } from '../rest/diff-answer.ts';
import { jsonSchemaOf } from './json-schema-of.ts';

/** One exchange over REST, as the double has answered it. */
export interface RestExchange {
  readonly url: URL;
  readonly status: number;
  readonly contentType: string;
  /** Parsed JSON, or the text of another media type. */
  readonly body: unknown;
}

/** The description is trusted, and compiling takes longer than all the checking. */
const quick = {
  strict: false,
  allErrors: true,
  verbose: true,
  logger: false,
  validateSchema: false,
  inlineRefs: false,
  code: { optimize: false },
} as const;

/**
 * Holds requests and answers against GitHub's published description: the operation and its parameters are
 * known, the status is described, and the body has every required field with the described type.
 */
export class ResponseCheck {
  readonly #root: DescriptionNode;
  readonly #operations: DescribedOperations;
  readonly #ajv = addFormats.default(new Ajv(quick));
  readonly #compiled = new Map<string, ValidateFunction>();

  static #opened: ResponseCheck | null | undefined;

  /** The check over the description that was fetched; null where there is none. */
  static open(): ResponseCheck | null {
    if (this.#opened !== undefined) return this.#opened;
    const root = readApiDescription();
    return (this.#opened = root === null ? null : new ResponseCheck(root));
  }

  constructor(root: DescriptionNode) {
    this.#root = root;
    this.#operations = new DescribedOperations(root);
  }

  /** What is not as GitHub describes it, one sentence each; empty when all is well. */
  faultsOf(exchange: RestExchange): string[] {
    const { url, status } = exchange;
    const operation = this.#operations.find(url.pathname);
    if (operation === null)
      return status === 404 ? [] : [`GitHub describes no GET ${url.pathname}`];
    return [...this.#unknownParameters(operation, url), ...this.#bodyFaults(operation, exchange)];
  }

  #unknownParameters({ parameters, template }: DescribedOperation, url: URL): string[] {
    return [...url.searchParams].flatMap(([name, value]) => {
      const known = parameters.find((node) => node['in'] === 'query' && node['name'] === name);
      if (known === undefined) return [`${template} has no parameter ${name}`];
      const { type, enum: values } = nodeAt(this.#root, known['schema']);
      const isBad =
        (type === 'integer' && !/^\d+$/.test(value)) ||
        (Array.isArray(values) && !values.includes(value));
      return isBad ? [`${template}: ${name} cannot be ${value}`] : [];
    });
  }

  #bodyFaults(operation: DescribedOperation, exchange: RestExchange): string[] {
    const { status, contentType, body } = exchange;
    if (status === 304) return body === '' ? [] : ['304 has no body'];
    const media = contentType.split(';', 1)[0] ?? '';
    const schema = this.#schemaOf(operation, status, media);
    if (schema === undefined) return [`${operation.template}: ${status} ${media} is not described`];
    const validate = this.#compile(`${operation.template} ${status} ${media}`, schema);
    if (validate(body)) return [];
    const faults = (validate.errors ?? []).filter((error) => !isKnownDeparture(error));
    return faults.slice(0, 50).map(sentence);
  }

  /** Refusals that every operation may give (401, 403, 451, 5xx) are not listed with each; all have one shape. */
  #schemaOf({ responses }: DescribedOperation, status: number, media: string): unknown {
    const content = nodeAt(this.#root, nodeAt(this.#root, responses[`${status}`])['content']);
    const described = content[media];
    if (isNode(described)) return described['schema'];
    // the description names the diff media types in its prose only
    if (status === 200 && media === diffMediaType) return { type: 'string' };
    return status >= 300 ? { $ref: '#/components/schemas/basic-error' } : undefined;
  }

  #compile(name: string, schema: unknown): ValidateFunction {
    const known = this.#compiled.get(name);
    if (known !== undefined) return known;
    const compiled = this.#ajv.compile(this.#known(schema));
    this.#compiled.set(name, compiled);
    return compiled;
  }

  /** The schema as JSON Schema; those it refers to are made known first, each under its pointer. */
  #known(schema: unknown): object {
    const text = JSON.stringify(jsonSchemaOf(schema));
    for (const [, pointer = ''] of text.matchAll(/"\$ref":"(#[^"]+)"/g)) {
      if (this.#ajv.schemas[idOf(pointer)] !== undefined) continue;
      this.#ajv.addSchema({}, idOf(pointer)); // ends circles
      const referred = this.#known(follow(this.#root, pointer));
      this.#ajv.removeSchema(idOf(pointer)).addSchema(referred, idOf(pointer));
    }
    return JSON.parse(
      text.replaceAll(/"\$ref":"(#[^"]+)"/g, (_, pointer: string) => reference(pointer)),
    ) as object;
  }
}

/** The repository of a fork that was deleted is null, whatever the description says. */
function isKnownDeparture({ instancePath, data }: ErrorObject): boolean {
  return instancePath.endsWith('/head/repo') && data === null;
}

function reference(pointer: string): string {
  return `"$ref":"${idOf(pointer)}"`;
}

function idOf(pointer: string): string {
  return pointer.split('/').at(-1) ?? pointer;
}

function sentence({ instancePath, message, params }: ErrorObject): string {
  return `${instancePath === '' ? 'the body' : instancePath} ${message} ${JSON.stringify(params)}`;
}
