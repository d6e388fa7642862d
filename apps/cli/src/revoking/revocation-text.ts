import type { RevocationResult } from '../commands/dataset-revoke.ts';
import { numberRanges } from '../report/number-ranges.ts';
import { table } from '../report/table.ts';
import type { PublishedEvaluation, TouchedVersion } from './withdrawal-impact.ts';

/** A revocation and all that it touches, for people. */
export function revocationText(
  result: RevocationResult,
  toFreeze: readonly TouchedVersion[],
): string {
  return [
    headLine(result),
    ...versionLines(result, toFreeze),
    ...runLines(result),
    ...checkpointLines(result),
    ...evaluationLines(result),
    '',
    ...nextLines(result),
  ].join('\n');
}

function headLine({ subject, reason, note, dryRun, newlyRevoked }: RevocationResult): string {
  const why = note === null ? reason : `${reason}, ${note}`;
  if (dryRun) return `${subject.label} would be revoked (${why}). Nothing was changed.`;
  const isNew = subject.kind === 'version' || newlyRevoked > 0;
  return `${subject.label} ${isNew ? 'is revoked' : 'was revoked before'} (${why}).`;
}

function versionLines(
  { versions, successors, dryRun }: RevocationResult,
  toFreeze: readonly TouchedVersion[],
): string[] {
  if (versions.length === 0) return ['No dataset version holds it.'];
  const anew = new Set(toFreeze.map(({ version }) => version.digest));
  const rows = versions.map(({ version: { digest, items, state }, aliases }) => {
    const planned = anew.has(digest) ? 'would be frozen anew' : null;
    const next = dryRun ? planned : (successors[digest]?.slice(0, 12) ?? null);
    return [digest.slice(0, 12), items, state, aliases.join(', '), next];
  });
  const header = ['dataset version', 'items', 'was', 'names', 'after it'];
  return ['', table(header, rows)];
}

function runLines({ runs }: RevocationResult): string[] {
  if (runs.length === 0) return [];
  const rows = runs.map(({ runName, steps, samples, demonstrations }) => [
    runName,
    steps.length,
    numberRanges(steps.slice(0, 24)),
    samples,
    demonstrations,
  ]);
  return ['', table(['run', 'steps', 'which', 'samples', 'demonstrations'], rows)];
}

function checkpointLines({ checkpoints }: RevocationResult): string[] {
  if (checkpoints.length === 0) return ['', 'No checkpoint has learned from it.'];
  const rows = checkpoints.map((row) => [
    row.runName,
    row.checkpoints,
    row.firstStep === row.lastStep ? `${row.firstStep}` : `${row.firstStep} to ${row.lastStep}`,
    row.usedThem ? 'trained on it' : 'began from one that was',
  ]);
  return ['', table(['run', 'checkpoints', 'steps', 'how'], rows)];
}

function evaluationLines({ evaluations }: RevocationResult): string[] {
  if (evaluations.length === 0) return ['', 'It touched no evaluation.'];
  const rows = evaluations.map((row) => [
    row.evaluationId,
    row.policyVersion,
    relation(row),
    row.aliases.join(', '),
  ]);
  return ['', table(['evaluation', 'of', 'how', 'published as'], rows)];
}

function relation({ trainedOn, measuredOn }: PublishedEvaluation): string {
  if (trainedOn && measuredOn) return 'trained and measured on it';
  return trainedOn ? 'trained on it' : 'measured on it';
}

function nextLines({ subject, dryRun, reason }: RevocationResult): string[] {
  if (dryRun || subject.kind === 'version') return [];
  const [first] = subject.items;
  const lines = ['Its content goes with: npx evoline store gc'];
  if (first === undefined || reason === 'bug') return lines;
  const name = `${first.repository}#${first.number}`;
  return [
    ...lines,
    `An edit of the pull request may bring it in again; keep it out: npx evoline opt-out add pull-request ${name}`,
  ];
}
