import type { Filter } from './filter.ts';

/**
 * Decontamination, fourth layer: what the model may have seen in pre-training. By the date of the merge,
 * which nobody can set at will as they can an author date; an unknown date counts as too early.
 */
export const beforeModelCutoff: Filter = {
  reason: 'before_model_cutoff',
  refuses: {
    origin: ({ candidate: { mergedAt } }, { modelCutoff }) => {
      if (modelCutoff === null) return null;
      if (mergedAt === null) return `the merge date is not known, cut-off ${modelCutoff}`;
      // The day of the cut-off itself is not kept.
      const day = mergedAt.slice(0, 10);
      return day <= modelCutoff ? `merged ${day}, cut-off ${modelCutoff}` : null;
    },
  },
};
