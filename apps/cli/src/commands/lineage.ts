import type { ArtifactStore } from '@evoline/clients/artifact-store';
import { EvolineFailure } from '@evoline/contract/failures';
import type { Database } from '@evoline/db/open-database';
import { findEvaluation, type EvaluationRow } from '@evoline/db/queries/evaluations';
import { readPullRequestName } from '@evoline/db/queries/items-of-pull-request';
import { policyLineage, type PolicyLineage } from '@evoline/db/queries/policy-lineage';
import { findPolicyVersion, policyVersionById } from '@evoline/db/queries/policy-versions';
import {
  pullRequestLineage,
  type PullRequestLineage,
} from '@evoline/db/queries/pull-request-lineage';
import { pullRequestsMeasured } from '@evoline/db/queries/pull-requests-measured';
import type { MeasuredPullRequest } from '@evoline/db/queries/pull-requests-measured';
import { type ExitCode, type Io, writeResult } from '../io.ts';
import { evaluationTree, policyTree, pullRequestTree } from '../report/lineage-trees.ts';
import { tellWhile } from '../report/tell-while.ts';
import { tree } from '../report/tree.ts';
import { verificationText, verifyArtifacts, type Verification } from './lineage-verify.ts';

export interface LineageDeps {
  readonly database: Database;
  /** Read by `verify` only. */
  readonly store: ArtifactStore;
}

export interface LineageOptions {
  /** One line per pull request instead of one per repository. */
  readonly all?: boolean;
  /** Read every artifact on the way and check its digest. */
  readonly verify?: boolean;
}

/** What `evoline lineage` found; with `--json` it is the document on standard output. */
export type Lineage =
  | {
      readonly kind: 'evaluation';
      readonly evaluation: EvaluationRow;
      readonly measured: readonly MeasuredPullRequest[];
      readonly policy: PolicyLineage;
    }
  | { readonly kind: 'policy version'; readonly policy: PolicyLineage }
  | { readonly kind: 'pull request'; readonly pullRequest: PullRequestLineage };

/**
 * `evoline lineage <evaluation | policy version | pull request address | latest>`: what stands behind
 * a number, or what a pull request went into. Exit code 1 when a checked artifact is damaged.
 *
 * @throws EvolineFailure not_found naming what can be asked for
 */
export async function lineage(
  deps: LineageDeps,
  name: string,
  options: LineageOptions,
  io: Io,
): Promise<ExitCode> {
  const found = await tellWhile(io, 'following the lineage', findLineage(deps.database, name));
  const text = tree(branchOf(found, options.all === true));
  if (options.verify !== true) {
    writeResult(io, found, text);
    return 0;
  }
  const verification = await verify(deps, found, io);
  writeResult(io, { ...found, verification }, `${text}\n\n${verificationText(verification)}`);
  return verification.damaged.length === 0 ? 0 : 1;
}

/** The lineage of an evaluation for people, one line per repository. */
export async function lineageText(database: Database, evaluationId: string): Promise<string> {
  return tree(branchOf(await findLineage(database, evaluationId), false));
}

/** Follows a name of any of the four kinds. `latest`: the last evaluation, else the last version. */
export async function findLineage(database: Database, name: string): Promise<Lineage> {
  const pullRequest = readPullRequestName(name);
  if (pullRequest !== null) {
    const touched = await pullRequestLineage(database, pullRequest);
    if (touched !== null) return { kind: 'pull request', pullRequest: touched };
    throw new EvolineFailure('not_found', `no pull request ${name} was ever kept by mining`);
  }
  const evaluation = await findEvaluation(database, name);
  if (evaluation !== null) {
    const version = await policyVersionById(database, evaluation.policyVersionId);
    const measured = await pullRequestsMeasured(database, evaluation.id);
    const policy = await policyLineage(database, version);
    return { kind: 'evaluation', evaluation, measured, policy };
  }
  const version = await findPolicyVersion(database, name);
  if (version === null) throw unknown(name);
  return { kind: 'policy version', policy: await policyLineage(database, version) };
}

function unknown(name: string): EvolineFailure {
  if (name === 'latest') {
    return new EvolineFailure(
      'nothing_to_work_on',
      'Nothing has been trained or evaluated yet. Start runPipeline first, or npm run demo.',
    );
  }
  return new EvolineFailure(
    'not_found',
    `there is no evaluation, policy version or weights digest ${name}; a pull request is named by address or as owner/name#12`,
  );
}

function branchOf(found: Lineage, every: boolean) {
  switch (found.kind) {
    case 'evaluation':
      return evaluationTree(found, every);
    case 'policy version':
      return policyTree(found.policy, every);
    case 'pull request':
      return pullRequestTree(found.pullRequest);
  }
}

async function verify(deps: LineageDeps, found: Lineage, io: Io): Promise<Verification> {
  if (found.kind === 'pull request') {
    const digests = found.pullRequest.items.map((item) => item.contentSha256);
    return await verifyArtifacts(deps, { sha256s: digests }, io);
  }
  const evaluationId = found.kind === 'evaluation' ? found.evaluation.id : null;
  return await verifyArtifacts(deps, { version: found.policy.policyVersion, evaluationId }, io);
}
