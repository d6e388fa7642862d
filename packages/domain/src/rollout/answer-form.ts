/** The four tags of an answer; each belongs into an output exactly once. */
export const thinkTags = { open: '<think>', close: '</think>' } as const;
export const solutionTags = { open: '<solution>', close: '</solution>' } as const;
export const answerTags = [
  thinkTags.open,
  thinkTags.close,
  solutionTags.open,
  solutionTags.close,
] as const;

/** The lines of an edit block, each with the line feeds that belong to the form. */
export const editMarkers = {
  fence: '```',
  path: '\n### ',
  search: '\n<<<<<<< SEARCH\n',
  divider: '\n=======\n',
  replace: '\n>>>>>>> REPLACE\n```',
} as const;
