import { findSecret } from '../secrets/find-secret.ts';
import type { ChangedFile } from './changed-file.ts';
import type { Filter } from './filter.ts';

/**
 * Secrets in the texts, in files before the change and in what it adds. The whole pull request is
 * quarantined: masking inside of code would change the answer. The secret itself is told to nobody.
 */
export const secretFound: Filter = {
  reason: 'secret_found',
  refuses: {
    item: ({ files, secretsInTexts }) => {
      const [inTexts] = secretsInTexts;
      if (inTexts !== undefined) return `${inTexts} in its texts`;
      for (const changed of files) {
        const rule = findSecret(textsOf(changed));
        if (rule !== null) return `${rule} in ${changed.file.path}`;
      }
      return null;
    },
  },
};

/** What stands after a change stood before it or is added by it. */
function textsOf({ file, patch }: ChangedFile): string {
  if (file.before === null) return file.after ?? '';
  const added = patch.hunks.flatMap(({ lines }) => lines.filter((line) => line.startsWith('+')));
  return `${file.before}\n${added.map((line) => line.slice(1)).join('\n')}`;
}
