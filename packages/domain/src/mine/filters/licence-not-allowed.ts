import { isAllowed } from '../licence/licence-files.ts';
import type { Filter } from './filter.ts';

/** The licence as it stood at the merge base, not as it is today. */
export const licenceNotAllowed: Filter = {
  reason: 'licence_not_allowed',
  refuses: {
    root: ({ licence: { spdx, path } }, { licences, unknownLicence }) => {
      if (spdx !== null) return isAllowed(spdx, licences) ? null : `${spdx} in ${path}`;
      if (unknownLicence === 'keep') return null;
      return path === null ? 'no licence file' : `not recognised: ${path}`;
    },
  },
};
