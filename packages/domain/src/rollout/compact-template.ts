import type { PromptTemplate } from './prompt-template.ts';

/** For policies of about a million parameters: no instructions, as few tokens as the task allows. */
export const compactTemplate: PromptTemplate = {
  name: 'compact@1',
  text: 'Issue: {{issue}}\n{{files}}Fix:\n',
  file: '### {{path}}\n{{fence}}\n{{content}}{{fence}}\n',
};
