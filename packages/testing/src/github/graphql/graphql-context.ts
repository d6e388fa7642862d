import { GraphQLError } from 'graphql';
import type { GitHubHost } from '../github-host.ts';
import type { HostedRepository } from '../hosted-repository.ts';

/** Makes the nodes that refer to each other; handed in, so that their files do not import in a circle. */
export interface NodeMakers {
  readonly repository: (context: GraphqlContext, repository: HostedRepository) => object;
  readonly pullRequest: (
    context: GraphqlContext,
    repository: HostedRepository,
    number: number,
  ) => object | undefined;
  readonly issue: (
    context: GraphqlContext,
    repository: HostedRepository,
    number: number,
  ) => object | undefined;
}

/** What the nodes of one query share. */
export class GraphqlContext {
  readonly host: GitHubHost;
  readonly #makers: NodeMakers;
  #pullRequestsLeft: number;
  #served = { pullRequests: 0, issues: 0 };

  /** `pullRequests`: how many are served before RESOURCE_LIMITS_EXCEEDED. */
  constructor(host: GitHubHost, makers: NodeMakers, pullRequests = Infinity) {
    this.host = host;
    this.#makers = makers;
    this.#pullRequestsLeft = pullRequests;
  }

  /** Nodes that the query was answered with. */
  get served(): { readonly pullRequests: number; readonly issues: number } {
    return this.#served;
  }

  get horizon(): string | null {
    return this.host.clock.horizon();
  }

  repository(repository: HostedRepository): object {
    return this.#makers.repository(this, repository);
  }

  /** undefined where there is none, an error where the query has asked for too many. */
  pullRequest(repository: HostedRepository, number: number): object | undefined {
    const node = this.#makers.pullRequest(this, repository, number);
    if (node !== undefined) this.#pullRequestsLeft -= 1;
    if (this.#pullRequestsLeft >= 0) {
      if (node !== undefined) this.#served.pullRequests += 1;
      return node;
    }
    return typedError('RESOURCE_LIMITS_EXCEEDED', 'Resource limits for this query exceeded.');
  }

  issue(repository: HostedRepository, number: number): object | undefined {
    const node = this.#makers.issue(this, repository, number);
    if (node !== undefined) this.#served.issues += 1;
    return node;
  }
}

/** An error with GitHub's `type` beside the message. */
export function typedError(type: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type } });
}
