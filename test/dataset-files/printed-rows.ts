import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { generatedFolder } from '@evoline/infra/paths';

const run = promisify(execFile);
const deadlineMilliseconds = 300_000;

/** What a program beside this file prints, one JSON value a line. It reaches no network. */
export async function printedJson(
  environment: 'python' | 'croissant',
  program: string,
  args: readonly string[],
): Promise<unknown[]> {
  const python = join(generatedFolder, environment, 'bin/python');
  const offline = {
    HF_HUB_OFFLINE: '1',
    HF_DATASETS_OFFLINE: '1',
    HF_DATASETS_DISABLE_PROGRESS_BARS: '1',
  };
  const { stdout } = await run(python, [join(import.meta.dirname, program), ...args], {
    env: { ...process.env, ...offline, PYTHONDONTWRITEBYTECODE: '1' },
    maxBuffer: 512 * 1024 * 1024,
    timeout: deadlineMilliseconds,
  });
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));
}
