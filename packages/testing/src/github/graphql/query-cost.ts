import {
  getNamedType,
  GraphQLError,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
} from 'graphql';

/** Points of the rate limit, and the most nodes that the query may return. */
export interface QueryCost {
  readonly points: number;
  readonly nodes: number;
}

const maxNodes = 500_000;
const maxPerConnection = 100;

/**
 * GitHub's arithmetic ("Rate limits and query limits for the GraphQL API"): a connection is asked for once
 * per node above it; all these requests divided by 100, at least 1, are the points. Throws what GitHub
 * answers when a connection has no `first` or `last`, asks for more than 100, or all ask for too many.
 */
export function queryCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
): QueryCost {
  const types = new TypeInfo(schema);
  const widths: number[] = [1];
  let requests = 0;
  let nodes = 0;
  const enter = (field: FieldNode) => {
    const type = getNamedType(types.getType());
    const above = widths.at(-1) ?? 1;
    if (!type?.name.endsWith('Connection')) return void widths.push(above);
    const width = widthOf(field, variables);
    requests += above;
    nodes += above * width;
    widths.push(above * width);
  };
  const leave = () => void widths.pop();
  visit(document, visitWithTypeInfo(types, { Field: { enter, leave } }));
  if (nodes > maxNodes) throw tooManyNodes(nodes);
  return { points: Math.max(1, Math.round(requests / 100)), nodes };
}

function widthOf(field: FieldNode, variables: Readonly<Record<string, unknown>>): number {
  const given = field.arguments?.find(
    ({ name }) => name.value === 'first' || name.value === 'last',
  );
  const { name } = field;
  if (given === undefined)
    throw limitError(
      'MISSING_PAGINATION_BOUNDARIES',
      `You must provide a \`first\` or \`last\` value to properly paginate the \`${name.value}\` connection.`,
      field,
    );
  const { value } = given;
  const width =
    value.kind === Kind.VARIABLE
      ? variables[value.name.value]
      : value.kind === Kind.INT
        ? value.value
        : 0;
  if (Number(width) > maxPerConnection)
    throw limitError(
      'EXCESSIVE_PAGINATION',
      `Requesting ${String(width)} records on the \`${name.value}\` connection exceeds the \`${given.name.value}\` limit of 100 records.`,
      field,
    );
  return Number(width);
}

function tooManyNodes(nodes: number): GraphQLError {
  const asked = nodes.toLocaleString('en-US');
  return limitError(
    'MAX_NODE_LIMIT_EXCEEDED',
    `This query requests up to ${asked} possible nodes which exceeds the maximum limit of 500,000.`,
  );
}

function limitError(type: string, message: string, node?: FieldNode): GraphQLError {
  return new GraphQLError(message, {
    extensions: { type },
    ...(node === undefined ? {} : { nodes: [node] }),
  });
}
