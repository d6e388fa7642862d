import { join } from 'node:path';
import { goStep } from './go.mjs';
import { pins, root } from './layout.mjs';
import { runProgram } from './run-program.mjs';
import { ensure } from './step.mjs';

const main = 'github.com/temporalio/cli/cmd/temporal';

/**
 * Compiles the server from Go modules that infra/temporal pins by digest: about five minutes on two cores, once.
 * @param {string} file where the program goes
 * @param {(text: string) => void} note
 */
export async function buildTemporal(file, note) {
  const go = await ensure(goStep);
  note('compiling from source, once, about 5 minutes');
  let downloaded = 0;
  let compiled = 0;
  const version = `-X github.com/temporalio/cli/internal/temporalcli.Version=${pins.temporal}`;
  await runProgram({
    command: go.program,
    args: [
      'build',
      '-v',
      '-trimpath',
      '-buildvcs=false',
      `-ldflags=-s -w ${version}`,
      '-o',
      file,
      main,
    ],
    cwd: join(root, 'infra/temporal'),
    env: {
      CGO_ENABLED: '0',
      GOTOOLCHAIN: 'local',
      GOFLAGS: '-mod=readonly',
      GOWORK: 'off',
      GOOS: undefined,
      GOARCH: undefined,
    },
    deadlineSeconds: 3600,
    onLine: (line) => {
      if (line.startsWith('go: downloading')) downloaded += 1;
      else compiled += 1;
      note(
        `compiling from source, once, about 5 minutes: ${downloaded} modules, ${compiled} packages`,
      );
    },
    cure: 'Check that Go modules can be downloaded (`go env GOPROXY`), or install the `temporal` program (1.8 or newer) yourself, or set TEMPORAL_ADDRESS to a server of your own.',
  });
}
