import { GraphQLError, isScalarType, type GraphQLSchema } from 'graphql';

/** What GitHub says of its own scalars ("Scalars" in its GraphQL reference), as far as a pattern can say it. */
const patterns: Readonly<Record<string, RegExp>> = {
  DateTime: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
  GitObjectID: /^[0-9a-f]{40}$/,
  URI: /^([a-z][a-z0-9+.-]*:)?\/[^\s]*$/i,
  BigInt: /^-?\d+$/,
};

/** Makes the schema refuse to answer with a scalar that GitHub's would not be; `buildSchema` lets all pass. */
export function withStrictScalars(schema: GraphQLSchema): GraphQLSchema {
  for (const [name, pattern] of Object.entries(patterns)) {
    const type = schema.getType(name);
    if (!isScalarType(type)) throw new Error(`GitHub's schema has no scalar ${name}`);
    type.serialize = (value) => {
      if (typeof value === 'string' && pattern.test(value)) return value;
      throw new GraphQLError(`${JSON.stringify(value)} is no ${name}`);
    };
  }
  return schema;
}
