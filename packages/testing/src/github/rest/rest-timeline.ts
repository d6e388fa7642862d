import type { GitHubHost } from '../github-host.ts';
import { stableId, type HostedRepository } from '../hosted-repository.ts';
import type { TimelineEvent } from '../timeline-events.ts';
import { pullAsIssueShape } from './issue-shapes.ts';
import { accountShape, ghost, type HostAddress } from './account-shape.ts';

/** One row of `GET /issues/{n}/timeline`. The published schema is a union by event; these are its fields. */
export function timelineShape(
  host: GitHubHost,
  repository: HostedRepository,
  event: TimelineEvent,
  address: HostAddress,
): object {
  const actor = accountShape(event.actor ?? ghost, address);
  const id = stableId(`event ${event.id}`);
  const common = {
    id,
    node_id: event.id,
    url: `${address}/repos/${repository.fullName}/issues/events/${id}`,
    actor,
    created_at: event.at,
    performed_via_github_app: null,
  };
  const commitUrl = (sha: string) => `${address}/repos/${repository.fullName}/commits/${sha}`;
  switch (event.kind) {
    case 'crossReferenced': {
      const pull = repository.pull(event.source, host.clock.horizon());
      const issue = pull === undefined ? null : pullAsIssueShape(repository, pull, address);
      const source = { type: 'issue', issue };
      return {
        event: 'cross-referenced',
        actor,
        created_at: event.at,
        updated_at: event.at,
        source,
      };
    }
    case 'connected':
    case 'disconnected':
      return { ...common, event: event.kind, commit_id: null, commit_url: null };
    case 'renamedTitle': {
      const rename = { from: event.previousTitle, to: event.currentTitle };
      return { ...common, event: 'renamed', commit_id: null, commit_url: null, rename };
    }
    case 'referenced':
      return {
        ...common,
        event: 'referenced',
        commit_id: event.commit,
        commit_url: commitUrl(event.commit),
      };
    case 'merged':
      return {
        ...common,
        event: 'merged',
        commit_id: event.commit,
        commit_url: commitUrl(event.commit),
      };
    case 'closed': {
      const commit = event.closer !== null && 'commit' in event.closer ? event.closer.commit : null;
      const commit_url = commit === null ? null : commitUrl(commit);
      return { ...common, event: 'closed', state_reason: null, commit_id: commit, commit_url };
    }
  }
}
