import type { Filter } from './filter.ts';

/** Clean-PR's check: on the contents at the merge base the patch must give those at the head, byte for byte. */
export const patchDoesNotReplay: Filter = {
  reason: 'patch_does_not_replay',
  refuses: {
    change: ({ files, fault }) => (files === null ? 'the patch cannot be parsed' : fault),
  },
};
