import type { InputOf } from '@evoline/contract/examples';
import type { DoneResults } from '@evoline/contract/results';
import type { Suite } from '../suite.ts';

/**
 * Two updates on the small demo world: the whole loop in about a minute. So short a warm start is
 * rewarded for what it is sure of only, so the temperature is low: without reward there is no update.
 */
export function shortRun(runName: string): InputOf<'runPipeline'> {
  return {
    runName,
    source: 'demo:',
    train: {
      steps: 2,
      groupSize: 8,
      promptsPerStep: 8,
      temperature: 0.4,
      evaluateEvery: 0,
      evaluationSamples: 2,
      warmStart: { steps: 160, batchSize: 16, maxDemonstrations: 400 },
    },
    evaluate: { samples: 2 },
  };
}

/** The run that every file of this suite looks at; whichever file is first starts it. */
export async function firstRun(suite: Suite): Promise<DoneResults['runPipeline']> {
  const result = await suite.finished('runPipeline', 'first', shortRun('first'));
  if (result.state !== 'done') throw new Error(`the run ended as ${result.state}`);
  return result;
}
