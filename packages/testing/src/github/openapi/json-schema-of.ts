import { isNode } from './api-description.ts';

/**
 * A schema of OpenAPI 3.0 as JSON Schema: `nullable` beside `enum`, `oneOf`, `anyOf` or nothing at all means
 * null as well, which JSON Schema has to be told. Examples are dropped.
 */
export function jsonSchemaOf(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(jsonSchemaOf);
  if (!isNode(schema)) return schema;
  const { nullable, example: _, examples: __, ...rest } = schema;
  const told = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [key, jsonSchemaOf(value)]),
  );
  return nullable === true ? { anyOf: [{ type: 'null' }, told] } : told;
}
