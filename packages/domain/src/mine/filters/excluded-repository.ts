import { excludedBy } from '../decontamination/excluded-by.ts';
import type { Filter } from './filter.ts';

/** Decontamination, first layer: the repositories of evaluation suites (SWE-RL, appendix A). */
export const excludedRepository: Filter = {
  reason: 'excluded_repository',
  refuses: { origin: ({ repository }, config) => excludedBy(repository, config) },
};
