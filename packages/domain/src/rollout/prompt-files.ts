import type { ItemFile } from '@evoline/contract/mine';
import type { PromptFile } from './render-prompt.ts';

/** The files of an item as they stood before its change; files that it creates are not shown. */
export function promptFiles(files: readonly ItemFile[]): PromptFile[] {
  return files.flatMap((file) =>
    file.before === null ? [] : [{ path: file.previousPath ?? file.path, content: file.before }],
  );
}
