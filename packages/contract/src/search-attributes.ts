/** Search attributes on every workflow, all of type Keyword. */
export const searchAttributes = {
  stage: 'Stage',
  stageState: 'StageState',
  runName: 'RunName',
  datasetVersion: 'DatasetVersion',
  policyVersion: 'PolicyVersion',
} as const;

export type SearchAttributeName = (typeof searchAttributes)[keyof typeof searchAttributes];
