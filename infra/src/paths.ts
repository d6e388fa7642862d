import { join, resolve } from 'node:path';

export const repositoryRoot: string = resolve(import.meta.dirname, '../..');

/** Everything made at run time. Ignored by git. */
export const generatedFolder: string = join(repositoryRoot, '.evoline');

export const defaultHome: string = join(generatedFolder, 'stack');
