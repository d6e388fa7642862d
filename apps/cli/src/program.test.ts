import { CommanderError, type Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { readCliEnv } from './env.ts';
import { buildProgram } from './program.ts';

interface Leaf {
  readonly words: string;
  readonly command: Command;
}

/** The words that scripts rely on. */
const promised = [
  'up',
  'down',
  'status',
  'doctor',
  'start <workflow> [input]',
  'watch <workflow-id>',
  'retry <workflow-id>',
  'abort <workflow-id>',
  'mine run',
  'mine funnel [run]',
  'mine report [night]',
  'dataset freeze',
  'dataset list',
  'dataset show <version>',
  'dataset items <version>',
  'dataset item <name>',
  'dataset diff <before> <after>',
  'dataset export <version> <folder>',
  'dataset import <folder>',
  'dataset publish <version>',
  'dataset alias [name] [version]',
  'dataset revoke <name>',
  'repos add [sources]',
  'repos remove <sources>',
  'repos release [sources]',
  'repos list',
  'opt-out add [kind] [subject]',
  'opt-out withdraw <kind> <subject>',
  'opt-out list',
  'store gc',
  'rollout show <group>',
  'reward score',
  'lineage <name>',
  'schedule apply',
  'schedule show [id]',
  'schedule backfill [id]',
  'schedule list',
  'schedule pause [id]',
  'schedule resume [id]',
  'schedule trigger [id]',
  'eval show [evaluation]',
  'eval compare <baseline> <candidate>',
];

const program = () => buildProgram({ env: readCliEnv({}), done: () => {} });

describe('the command line', () => {
  it('has every promised word with its arguments', () => {
    expect(leavesOf(program()).map(signature)).toEqual(expect.arrayContaining(promised));
  });

  it.each(leavesOf(program()).map(({ words }) => words))('%s takes --json', (words) => {
    expect(find(program(), words).options.map((option) => option.long)).toContain('--json');
  });

  it.each(leavesOf(program()).map(({ words }) => words))(
    '%s shows an example in its help, and the example is good usage',
    async (words) => {
      const root = program();
      const command = find(root, words);
      const [, example = ''] = /\nExample:\n {2}npx evoline (.+)/.exec(helpOf(command)) ?? [];
      expect(example.startsWith(words)).toBe(true);
      let ran = false;
      command.action(() => {
        ran = true;
      });
      await root.parseAsync(wordsOf(example), { from: 'user' });
      expect(ran).toBe(true);
    },
  );

  it('shows an example in the help of every group, and of the whole', () => {
    const root = program();
    const groups = [root, ...root.commands.filter((command) => command.commands.length > 0)];
    expect(groups.length).toBeGreaterThan(7);
    for (const group of groups) {
      const words = group === root ? '' : `${group.name()} `;
      expect(helpOf(group)).toContain(`\nExample:\n  npx evoline ${words}`);
    }
  });

  it.each([
    ['an unknown command', 'evolve'],
    ['an unknown word of a group', 'dataset melt'],
    ['a group alone', 'schedule'],
    ['an unknown option', 'status --loud'],
    ['a missing argument', 'watch'],
    ['an argument too many', 'status here'],
    ['a wrong type', 'mine run --limit many'],
    ['a number below one', 'demo --steps 0'],
    ['an option without its value', 'mine run --source'],
  ])('refuses %s', async (_what, line) => {
    const root = quiet(program());
    const refused = await root.parseAsync(wordsOf(line), { from: 'user' }).catch((error) => error);
    expect(refused).toBeInstanceOf(CommanderError);
    expect(refused.exitCode).not.toBe(0);
  });
});

function leavesOf(root: Command, before = ''): Leaf[] {
  return root.commands.flatMap((command) => {
    const words = `${before}${command.name()}`;
    return command.commands.length > 0
      ? leavesOf(command, `${words} `)
      : [{ words, command } satisfies Leaf];
  });
}

function find(root: Command, words: string): Command {
  const leaf = leavesOf(root).find((each) => each.words === words);
  if (leaf === undefined) throw new Error(`there is no command ${words}`);
  return leaf.command;
}

function signature({ words, command }: Leaf): string {
  const parts = command.registeredArguments.map((argument) =>
    argument.required ? `<${argument.name()}>` : `[${argument.name()}]`,
  );
  return [words, ...parts].join(' ');
}

function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (part) => (text += part) });
  command.outputHelp();
  return text;
}

function quiet(command: Command): Command {
  command.configureOutput({ writeErr: () => {} });
  for (const inner of command.commands) quiet(inner);
  return command;
}

/** As a shell splits them, up to a redirection. */
function wordsOf(line: string): string[] {
  const [typed = ''] = line.split(' < ');
  return (typed.match(/'[^']*'|"[^"]*"|\S+/g) ?? []).map((word) =>
    word.replaceAll(/^['"]|['"]$/g, ''),
  );
}
