import { join } from 'node:path';
import { generated, root } from './layout.mjs';
import { pythonFolderStep } from './python-folder.mjs';

/** The validator of Croissant's makers, in an environment of its own: it is for tests only. */
export const croissantStep = pythonFolderStep({
  title: 'Croissant validator',
  folder: join(generated, 'croissant'),
  requirements: join(root, 'test/dataset-files/requirements.txt'),
  trial: 'import mlcroissant, pyarrow',
});
