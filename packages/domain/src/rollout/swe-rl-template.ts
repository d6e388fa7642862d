import type { PromptTemplate } from './prompt-template.ts';

const SYSTEM = `You maintain software. You will be given an issue and the files it is about.
First reason about the cause and the remedy between <think> and </think>, at any length and in any style.
Then give your change between <solution> and </solution>.
Each of these four tags must occur exactly once in your reply, so do not name them anywhere else.`;

const TASK = `This is the issue, word for word:

{{fence}}
{{issue}}
{{fence}}

These files belong to it. The fault may be in one of them, in several, or in how they work together:

{{files}}
Find out where the fault lies and correct it with SEARCH/REPLACE edits. Every edit is a code block of its own, made of these lines:
1. three backticks and the name of the language
2. ### and the path of the file, written as above
3. <<<<<<< SEARCH
4. lines copied from the file as it stands, from the start of a line, and enough of them that they occur only once
5. =======
6. the lines that take their place
7. >>>>>>> REPLACE
8. three backticks`;

const EXAMPLE = `An edit of another project, to show the form:

\`\`\`python
### library/loans.py
<<<<<<< SEARCH
def is_overdue(loan, today):
    return today >= loan.due
=======
def is_overdue(loan, today):
    return today > loan.due
>>>>>>> REPLACE
\`\`\`

Indentation counts: an edit whose SEARCH lines are not found exactly in the file makes the whole reply worthless, and so does one that changes nothing.
To take lines out, search for them together with a line that stays. To make a new file, leave one empty line between SEARCH and =======.
`;

/** The shape of the prompt in SWE-RL (appendix D), in our own words; for instructed policies. */
export const sweRlTemplate: PromptTemplate = {
  name: 'swe-rl@1',
  text: `${SYSTEM}\n\n${TASK}\n\n${EXAMPLE}`,
  file: '### {{path}}\n{{fence}}\n{{content}}{{fence}}\n\n',
};
