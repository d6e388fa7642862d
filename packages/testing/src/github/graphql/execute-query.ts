import {
  execute,
  GraphQLError,
  parse,
  validate,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLFieldResolver,
} from 'graphql';
import { isoSeconds } from '../double-clock.ts';
import type { GitHubHost } from '../github-host.ts';
import type { QuotaStanding } from '../quota.ts';
import { GraphqlContext, typedError, type NodeMakers } from './graphql-context.ts';
import { githubSchema } from './github-schema.ts';
import { issueNode } from './issue-node.ts';
import { pullRequestNode } from './pull-request-node.ts';
import { queryCost, type QueryCost } from './query-cost.ts';
import { repositoryNode } from './repository-node.ts';

export interface QueryRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Pull requests served before RESOURCE_LIMITS_EXCEEDED. */
  readonly pullRequestLimit: number;
}

export interface QueryAnswer {
  readonly points: number;
  /** Pull requests and issues that were served under the repository itself. */
  readonly pullRequests: number;
  readonly issues: number;
  readonly body: { readonly data?: unknown; readonly errors?: readonly object[] };
}

/** Answers one query: checked against GitHub's own schema and query limits, then run on the double's state. */
export async function executeQuery(
  host: GitHubHost,
  request: QueryRequest,
  standing: QuotaStanding,
): Promise<QueryAnswer> {
  const schema = githubSchema();
  const document = readQuery(request.query);
  if (Array.isArray(document)) return refused(document);
  const cost = costOf(document, request.variables);
  if (cost instanceof GraphQLError) return refused([cost]);
  const contextValue = new GraphqlContext(host, makers, request.pullRequestLimit);
  const result = await execute({
    schema,
    document,
    variableValues: request.variables,
    rootValue: queryRoot(host, cost, standing),
    contextValue,
    fieldResolver: serveField,
  });
  return { points: cost.points, ...contextValue.served, body: bodyOf(result) };
}

const makers: NodeMakers = {
  repository: repositoryNode,
  pullRequest: pullRequestNode,
  issue: issueNode,
};

/** Documents that GitHub's schema accepts, by their text: miners ask the same query again and again. */
const accepted = new Map<string, DocumentNode>();

function readQuery(query: string): DocumentNode | GraphQLError[] {
  const known = accepted.get(query);
  if (known !== undefined) return known;
  try {
    const document = parse(query);
    const faults = validate(githubSchema(), document);
    if (faults.length > 0) return [...faults];
    if (accepted.size < 100) accepted.set(query, document);
    return document;
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

function costOf(
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
): QueryCost | GraphQLError {
  try {
    return queryCost(githubSchema(), document, variables);
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

function queryRoot(host: GitHubHost, cost: QueryCost, standing: QuotaStanding): object {
  return {
    rateLimit: {
      limit: standing.limit,
      cost: cost.points,
      nodeCount: cost.nodes,
      used: standing.used + cost.points,
      remaining: Math.max(0, standing.remaining - cost.points),
      resetAt: isoSeconds(new Date(standing.reset * 1000)),
    },
    repository: (
      { owner, name, followRenames }: { owner: string; name: string; followRenames?: boolean },
      context: GraphqlContext,
    ) => {
      const found = host.find(owner, name);
      if (found.kind === 'found' || (found.kind === 'moved' && followRenames !== false))
        return context.repository(found.repository);
      const message = `Could not resolve to a Repository with the name '${owner}/${name}'.`;
      return typedError('NOT_FOUND', message);
    },
  };
}

/** Serves what a node has, and names what the double has not been taught instead of answering null. */
const serveField: GraphQLFieldResolver<Record<string, unknown>, GraphqlContext> = (
  source,
  args: Record<string, unknown>,
  context,
  { fieldName, parentType },
) => {
  if (!(fieldName in source))
    return new GraphQLError(`the GitHub double does not serve ${parentType.name}.${fieldName}`);
  const value = source[fieldName];
  return typeof value === 'function' ? value(args, context) : value;
};

function refused(errors: readonly GraphQLError[]): QueryAnswer {
  return { points: 1, pullRequests: 0, issues: 0, body: { errors: errors.map(errorShape) } };
}

function bodyOf({ data, errors }: ExecutionResult): QueryAnswer['body'] {
  return errors === undefined ? { data } : { data, errors: errors.map(errorShape) };
}

/** As GitHub writes errors: `type` beside the message rather than under `extensions`. */
function errorShape(error: GraphQLError): object {
  const { message, path, locations, extensions } = error;
  const type = extensions['type'];
  return {
    ...(type === undefined ? {} : { type }),
    ...(path === undefined ? {} : { path }),
    ...(locations === undefined ? {} : { locations }),
    message,
  };
}
