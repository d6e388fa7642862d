import type { ShownGroup, ShownSample } from '../commands/rollout-show.ts';
import { type Block, sideBySide } from './side-by-side.ts';

/** A rollout group for people: what was asked, what came back, and what it was worth. */
export function groupText(group: ShownGroup, columns: number): string {
  const sections = [
    headLines(group).join('\n'),
    section('Prompt', group.prompt?.split('\n') ?? ['(never rendered)'], columns),
    section('Oracle change', group.oracle.flatMap(fileLines), columns),
    sideBySide(group.samples.map(sampleBlock), columns),
  ];
  return sections.filter((text) => text !== '').join('\n\n');
}

function headLines(group: ShownGroup): string[] {
  const { pullRequest, sampling } = group;
  const served =
    group.servedName === null ? 'not sampled' : `${group.servedName} on ${group.engine}`;
  return [
    `group ${group.groupId}: ${group.state}${group.reason === null ? '' : `, ${group.reason}`}`,
    `pull request ${pullRequest.url ?? pullRequest.name}: ${pullRequest.title}`,
    `${group.purpose}, step ${group.step} of run ${group.runId}, policy version ${group.policyVersion}`,
    `${served}; ${sampling.samples} samples at T=${sampling.temperature}, seed ${group.seed}, prompt ${group.template}`,
  ];
}

function section(title: string, lines: readonly string[], columns: number): string {
  return sideBySide([{ title, lines }], columns);
}

function sampleBlock(sample: ShownSample): Block {
  const changes = sample.files.flatMap(({ path, similarity, predictedDiff }) => [
    `${path}: similarity ${similarity.toFixed(4)}`,
    ...(predictedDiff === '' ? ['(not changed)'] : predictedDiff.split('\n')),
  ]);
  return {
    title: `sample ${sample.index}: ${rewardText(sample)}`,
    lines: [
      `${sample.tokens} tokens, ended by ${sample.finishReason}`,
      ...(sample.advantage === null ? [] : [`advantage ${signed(sample.advantage)}`]),
      '',
      ...sample.text.split('\n'),
      ...(changes.length === 0 ? [] : ['', 'predicted change', ...changes]),
    ],
  };
}

function rewardText({ score }: ShownSample): string {
  if (score === null) return 'not scored';
  if (score.value === null) return `excluded, ${score.category}`;
  const fault = score.category === null ? '' : ` (${score.category})`;
  return `reward ${signed(score.value)}${fault}${score.exact === true ? ', exact' : ''}`;
}

function fileLines({ path, diff }: ShownGroup['oracle'][number]): string[] {
  return [path, ...diff.split('\n')];
}

function signed(value: number): string {
  return `${value < 0 ? '' : '+'}${value.toFixed(4)}`;
}
