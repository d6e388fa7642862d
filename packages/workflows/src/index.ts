/** The workflow types; every export of this file is one, and there are no others. */
export { evaluateCheckpoint } from './evaluate-checkpoint.ts';
export { freezeDataset } from './freeze-dataset.ts';
export { mineNightly } from './mine-nightly.ts';
export { minePullRequests } from './mine-pull-requests.ts';
export { runPipeline } from './run-pipeline.ts';
export { trainPolicy } from './train-policy.ts';
