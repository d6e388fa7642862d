import type { TemplateName } from '@evoline/contract/rollout';
import { compactTemplate } from './compact-template.ts';
import type { PromptTemplate } from './prompt-template.ts';
import { sweRlTemplate } from './swe-rl-template.ts';

/**
 * Every prompt template by `name@version`. A template never changes its words: another wording is a new
 * version on a new line, because lineage holds name and digest.
 */
export const promptTemplates: Readonly<Record<TemplateName, PromptTemplate>> = {
  'swe-rl@1': sweRlTemplate,
  'compact@1': compactTemplate,
};
