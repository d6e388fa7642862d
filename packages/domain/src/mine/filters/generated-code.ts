import type { FileAttributes, GitAttributes } from '../files/git-attributes.ts';
import { generatedContent } from '../files/generated-content.ts';
import { generatedPath } from '../files/generated-path.ts';
import type { ChangedFile } from './changed-file.ts';
import type { Filter } from './filter.ts';

/** Generated and vendored files, after linguist's rules; what `.gitattributes` says wins. */
export const generatedCode: Filter = {
  reason: 'generated_code',
  refuses: {
    change: ({ files, attributes }, { maxGeneratedShare }) => {
      let generated = 0;
      let all = 0;
      let example = '';
      for (const changed of files ?? []) {
        all += changed.changedLines;
        const why = whyGenerated(changed, attributes);
        if (why === null) continue;
        generated += changed.changedLines;
        if (example === '') example = `${changed.file.path} (${why})`;
      }
      if (all === 0 || generated / all <= maxGeneratedShare) return null;
      return `${generated} of ${all} changed lines, such as ${example}`;
    },
  },
};

function whyGenerated({ file }: ChangedFile, attributes: GitAttributes): string | null {
  const { path } = file;
  const said = attributes.of(path);
  if (said.isGenerated === true || said.isVendored === true) return '.gitattributes';
  if (isDenied(said)) return null;
  return generatedPath(path) ?? generatedContent(path, file.after ?? file.before ?? '');
}

function isDenied({ isGenerated, isVendored }: FileAttributes): boolean {
  return isGenerated === false || isVendored === false;
}
