import { join } from 'node:path';
import { generated, root } from './layout.mjs';
import { pythonFolderStep } from './python-folder.mjs';

/** The policy's Python environment. */
export const pythonStep = pythonFolderStep({
  title: 'Python environment of the policy',
  folder: join(generated, 'python'),
  requirements: join(root, 'packages/policy/requirements.txt'),
  // The very imports of the policy programs: this leaves their bytecode, without which each start
  // of a trainer costs 8 CPU seconds more (they run with PYTHONDONTWRITEBYTECODE).
  trial: 'import torch, peft; from trl import GRPOTrainer; torch.ones(2, 2) @ torch.ones(2, 2)',
});
