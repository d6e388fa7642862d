import type { FreezeDatasetInput } from '@evoline/contract/dataset';
import { workflowInputs } from '@evoline/contract/examples';
import type { OpenRunRequest } from '@evoline/contract/run';
import type { Database } from '@evoline/db/open-database';
import { revokedText, revokedVersion } from '@evoline/db/queries/dataset-states';
import { findDataset } from '@evoline/db/queries/datasets';
import { listedSources } from '@evoline/db/queries/listed-sources';
import { minedRepositoryNames } from '@evoline/db/queries/mined-verdicts';
import { findPolicyVersion } from '@evoline/db/queries/policy-versions';
import { findRun } from '@evoline/db/queries/runs';
import { matchesName } from '@evoline/domain/mine/source-locator';
import { noFacts } from '@evoline/domain/run/resolution-facts';
import type {
  DatasetFact,
  PolicyFact,
  ResolutionFacts,
} from '@evoline/domain/run/resolution-facts';
import type { LedgerDeps } from './ledger-deps.ts';
import { storeBenchmarks } from './store-benchmarks.ts';

/** Asks the database for what resolving this input needs. Inputs that do not parse need nothing. */
export async function gatherFacts(
  deps: LedgerDeps,
  { workflow, input }: Pick<OpenRunRequest, 'workflow' | 'input'>,
): Promise<ResolutionFacts> {
  const { database, defaultSource } = deps;
  const facts = {
    ...noFacts,
    now: new Date().toISOString(),
    ...(defaultSource !== null && { defaultSource }),
  };
  switch (workflow) {
    case 'freezeDataset': {
      const asked = workflowInputs[workflow].safeParse(input ?? {}).data ?? {};
      return { ...facts, ...(await freezeFacts(database, asked)) };
    }
    case 'trainPolicy': {
      const named = workflowInputs[workflow].safeParse(input ?? {}).data?.datasetVersion;
      return { ...facts, dataset: await datasetFact(database, named) };
    }
    case 'evaluateCheckpoint': {
      const asked = workflowInputs[workflow].safeParse(input ?? {}).data ?? {};
      return { ...facts, ...(await evaluationFacts(database, asked)) };
    }
    case 'minePullRequests': {
      const named = workflowInputs[workflow].safeParse(input ?? {}).data?.benchmarkFiles;
      return { ...facts, benchmarks: await storeBenchmarks(deps, named ?? deps.benchmarkFiles) };
    }
    case 'mineNightly':
      return { ...facts, listedSources: (await listedSources(database)).length };
    case 'runPipeline':
      return facts;
  }
}

async function freezeFacts(
  database: Database,
  { from, repositories }: FreezeDatasetInput,
): Promise<Pick<ResolutionFacts, 'minedRepositories' | 'from'>> {
  if (from !== undefined) {
    const row = await findDataset(database, from);
    return {
      minedRepositories: [],
      from: row === null ? null : { digest: row.digest, recipe: row.recipe },
    };
  }
  return { minedRepositories: await namesMatching(database, repositories ?? ['*']) };
}

/** Names of the repositories with kept pull requests that one of the patterns fits. */
export async function namesMatching(
  database: Database,
  patterns: readonly string[],
): Promise<string[]> {
  const names = await minedRepositoryNames(database, { withItems: true });
  return names.filter((name) => patterns.some((pattern) => matchesName(pattern, name)));
}

async function evaluationFacts(
  database: Database,
  asked: {
    readonly policyVersion?: string | undefined;
    readonly baseline?: string | undefined;
    readonly datasetVersion?: string | undefined;
  },
): Promise<Pick<ResolutionFacts, 'policy' | 'baseline' | 'dataset'>> {
  const policy = await policyFact(database, asked.policyVersion ?? 'latest');
  const first = policy === null ? undefined : `${policy.runId}:0`;
  const baselineName = asked.baseline ?? first;
  const baseline = baselineName === undefined ? null : await policyFact(database, baselineName);
  const dataset = await datasetFact(
    database,
    asked.datasetVersion ?? policy?.trained?.datasetVersion,
  );
  return { policy, baseline, dataset };
}

async function datasetFact(
  database: Database,
  named: string | undefined,
): Promise<DatasetFact | null> {
  const row = await findDataset(database, named ?? 'latest');
  if (row === null) return null;
  const { digest, splits } = row;
  const revoked = await revokedVersion(database, row);
  return revoked === null
    ? { digest, splits }
    : { digest, splits, revoked: revokedText(row, revoked) };
}

async function policyFact(database: Database, named: string): Promise<PolicyFact | null> {
  const version = await findPolicyVersion(database, named);
  if (version === null) return null;
  const { id, runId, step } = version;
  const config = (await findRun(database, runId))?.config;
  const trained = config?.workflow === 'trainPolicy' ? config.config : null;
  return { id, runId, step, trained };
}
