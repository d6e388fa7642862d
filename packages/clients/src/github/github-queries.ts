/** What a link tells of its issue; all else is asked for with `issueQuery`. */
const linkedIssueFields = `
  number title body createdAt updatedAt
  repository { nameWithOwner }`;

const issueFields = `${linkedIssueFields}
  timelineItems(last: 5, itemTypes: [CLOSED_EVENT]) {
    nodes {
      ... on ClosedEvent {
        closer {
          __typename
          ... on PullRequest { number repository { nameWithOwner } }
          ... on Commit { oid }
        }
      }
    }
  }`;

/** Every text that the issue had, and which pull requests said that they would close it. */
const issueHistory = `
  lastEditedAt
  userContentEdits(first: 20) { nodes { editedAt deletedAt diff } }
  renames: timelineItems(first: 20, itemTypes: [RENAMED_TITLE_EVENT]) {
    nodes { ... on RenamedTitleEvent { createdAt previousTitle currentTitle } }
  }
  referrers: timelineItems(last: 50, itemTypes: [CROSS_REFERENCED_EVENT]) {
    nodes {
      ... on CrossReferencedEvent {
        willCloseTarget
        source { ... on PullRequest { number repository { nameWithOwner } } }
      }
    }
  }`;

const pullRequestFields = `
  number url title body merged mergedAt updatedAt headRefName baseRefOid headRefOid
  author { __typename login }
  mergeCommit { oid message }
  commits(last: 20) { nodes { commit { oid message } } }
  closingIssuesReferences(first: 10) { nodes { ${linkedIssueFields} } }
  timelineItems(first: 20, itemTypes: [CONNECTED_EVENT, DISCONNECTED_EVENT]) {
    nodes {
      __typename
      ... on ConnectedEvent { subject { ... on Issue { ${linkedIssueFields} } } }
      ... on DisconnectedEvent { subject { ... on Issue { ${linkedIssueFields} } } }
    }
  }`;

/** One query for several pull requests; the alias of each is `n` and its number. */
export function pullRequestQuery(numbers: readonly number[]): string {
  return onRepository(
    numbers.map((number) => `n${number}: pullRequest(number: ${number}) { ${pullRequestFields} }`),
  );
}

/** One query for several numbers that may be issues; pull requests show by their type name. */
export function issueQuery(numbers: readonly number[]): string {
  return onRepository(
    numbers.map(
      (number) =>
        `n${number}: issueOrPullRequest(number: ${number}) { __typename ... on Issue { ${issueFields} ${issueHistory} } }`,
    ),
  );
}

function onRepository(fields: readonly string[]): string {
  return `query ($owner: String!, $name: String!) {
  rateLimit { cost }
  repository(owner: $owner, name: $name) {
    ${fields.join('\n    ')}
  }
}`;
}
