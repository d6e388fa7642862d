import type { Estimate } from '@evoline/contract/evaluate';
import type { EvaluationRow } from '@evoline/db/queries/evaluations';
import type { PolicyLineage } from '@evoline/db/queries/policy-lineage';
import type { PullRequestLineage } from '@evoline/db/queries/pull-request-lineage';
import type { PullRequestUse } from '@evoline/db/queries/pull-requests-behind';
import type { MeasuredPullRequest } from '@evoline/db/queries/pull-requests-measured';
import { numberRanges } from './number-ranges.ts';
import type { Branch } from './tree.ts';

/** An evaluation, the pull requests it was measured on, and the policy that was measured. */
export interface EvaluationLineage {
  readonly evaluation: EvaluationRow;
  readonly measured: readonly MeasuredPullRequest[];
  readonly policy: PolicyLineage;
}

/** From a number to what is behind it. `every`: one line per pull request, not one per repository. */
export function evaluationTree(
  { evaluation, measured, policy }: EvaluationLineage,
  every: boolean,
): Branch {
  const { id, split, items, metrics, datasetVersion } = evaluation;
  return {
    label: `evaluation ${id}`,
    branches: [
      {
        label: `${items} items of split ${split}, dataset version ${short(datasetVersion)}`,
        branches: [
          {
            label: `T=1: reward ${shown(metrics.sampled.reward)}, exact ${shown(metrics.sampled.exact)}`,
          },
          {
            label: `greedy: reward ${shown(metrics.greedy.reward)}, exact ${shown(metrics.greedy.exact)}`,
          },
          { label: `outcomes ${short(evaluation.outcomesSha256)}` },
          pullRequestBranch('measured', measured, every),
        ],
      },
      policyTree(policy, every),
    ],
  };
}

/** From a policy version to what is behind it. */
export function policyTree(policy: PolicyLineage, every: boolean): Branch {
  const { policyVersion, chain, steps, runs, datasetVersions } = policy;
  const adaptation = policyVersion.adaptation.kind === 'lora' ? ', LoRA' : '';
  return {
    label: `policy version ${policyVersion.id}`,
    branches: [
      {
        label: `checkpoint ${short(policyVersion.checkpointSha256)}, weights ${short(policyVersion.weightsDigest)}, base ${policyVersion.base}${adaptation}`,
      },
      {
        label: `chain of ${counted(chain.length, 'version')} from ${chain[0] ?? 'nowhere'}: ${counted(steps.updates, 'update')}, ${counted(steps.idle, 'idle step')}`,
      },
      {
        label: `${counted(steps.batches, 'batch', 'batches')}, ${counted(steps.groups, 'group')}, ${counted(steps.samples, 'sample')}; ${counted(steps.demonstrations, 'demonstration')} in the warm start`,
      },
      ...runs.map((run) => ({ label: `run ${run.name} (${run.runId}), code ${run.codeRevision}` })),
      ...datasetVersions.map((version) => ({
        label: `dataset version ${short(version.digest)}: ${counted(version.items, 'item')} of ${counted(version.repositories, 'repository', 'repositories')}, code ${version.codeRevision}`,
      })),
      snapshotBranch(policy),
      pullRequestBranch(
        'rewarded',
        policy.pullRequests.filter((use) => use.samples > 0),
        every,
      ),
      pullRequestBranch(
        'demonstrated',
        policy.pullRequests.filter((use) => use.demonstrations > 0),
        every,
      ),
    ],
  };
}

function snapshotBranch({ snapshots }: PolicyLineage): Branch {
  return {
    label: `${counted(snapshots.length, 'source snapshot')}`,
    branches: snapshots.map((row) => ({
      label: `${row.repository}${row.headSha === null ? '' : ` at ${row.headSha.slice(0, 12)}`}, ${row.takenAt.toISOString()}, by ${row.runName}`,
    })),
  };
}

function pullRequestBranch(
  how: string,
  uses: readonly (PullRequestUse | MeasuredPullRequest)[],
  every: boolean,
): Branch {
  const byRepository = [...Map.groupBy(uses, (use) => use.repository).values()];
  return {
    label: `${counted(uses.length, 'pull request')} ${how}`,
    branches: every ? uses.map(useBranch) : byRepository.map(repositoryBranch),
  };
}

/** So many pull request numbers fit a line; `--all` and `--json` list every one. */
const numbersShown = 24;

function repositoryBranch(uses: readonly (PullRequestUse | MeasuredPullRequest)[]): Branch {
  const [first] = uses;
  const shownNumbers = numberRanges(uses.slice(0, numbersShown).map((use) => use.number));
  const more = uses.length - numbersShown;
  const numbers = more > 0 ? `${shownNumbers}, and ${more} more` : shownNumbers;
  const samples = uses.reduce((sum, use) => sum + ('samples' in use ? use.samples : 0), 0);
  const gave = samples > 0 ? `, ${counted(samples, 'sample')}` : '';
  const address = first?.url?.replace(/\d+$/, '') ?? `${first?.repository ?? ''}#`;
  return { label: `${address}{${numbers}}: ${uses.length}${gave}` };
}

function useBranch(use: PullRequestUse | MeasuredPullRequest): Branch {
  if (!('samples' in use)) return { label: `${addressOf(use)}  ${use.title}` };
  const { firstStep, lastStep, samples, demonstrations } = use;
  const steps = firstStep === lastStep ? `step ${firstStep}` : `steps ${firstStep} to ${lastStep}`;
  const gave =
    samples > 0
      ? `${counted(samples, 'sample')}, ${steps}`
      : counted(demonstrations, 'demonstration');
  return { label: `${addressOf(use)}: ${gave}  ${use.title}` };
}

/** From a pull request to every step and evaluation it touched. */
export function pullRequestTree(lineage: PullRequestLineage): Branch {
  const { items, revocations, datasetVersions, runs, evaluations } = lineage;
  const newest = items.at(-1);
  return {
    label: newest === undefined ? 'unknown' : `${addressOf(newest)}  ${newest.title}`,
    branches: [
      ...items.map((item) => ({
        label: `item ${short(item.digest)}, merge base ${item.mergeBase.slice(0, 12)}, head ${item.head.slice(0, 12)}, first seen ${item.firstSeenAt.toISOString()}`,
        branches: revocations.filter((row) => row.itemDigest === item.digest).map(revocationBranch),
      })),
      ...datasetVersions.map(({ version, split }) => ({
        label: `in split ${split} of dataset version ${short(version)}`,
      })),
      ...runs.map(({ runName, runId, steps, samples, demonstrations }) => ({
        label: `run ${runName} (${runId}): ${counted(demonstrations, 'demonstration')}, ${counted(samples, 'sample')}, steps ${numberRanges(steps)}`,
      })),
      ...evaluations.map((row) => ({
        label: `evaluation ${row.evaluationId} of ${row.policyVersion}: ${relation(row)}`,
      })),
      ...(runs.length === 0 ? [{ label: 'no training step used it' }] : []),
      ...(evaluations.length === 0 ? [{ label: 'it touched no evaluation' }] : []),
    ],
  };
}

function revocationBranch(row: PullRequestLineage['revocations'][number]): Branch {
  const note = row.note === null ? '' : `, ${row.note}`;
  return { label: `REVOKED ${row.createdAt.slice(0, 10)}: ${row.reason}${note}` };
}

function relation(row: PullRequestLineage['evaluations'][number]): string {
  if (row.trainedOn && row.measuredOn) return 'the policy was trained on it AND measured on it';
  return row.trainedOn ? 'the policy was trained on it' : 'measured on it';
}

function addressOf({
  url,
  repository,
  number,
}: Pick<PullRequestUse, 'url' | 'repository' | 'number'>) {
  return url ?? `${repository}#${number}`;
}

function short(digest: string): string {
  return digest.slice(0, 12);
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}

function shown({ mean, low, high }: Estimate): string {
  return `${mean.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`;
}
