/** What a room may depend on: other rooms, and packages from outside. `any` outside: everything but what is refused. */
export interface RoomRule {
  readonly rooms: readonly string[];
  readonly outside: 'any' | readonly string[];
  readonly refused?: RegExp;
}

/** HOUSE.md's import table. A package that is not in it is a mistake, so a new room starts here. */
export const importTable: Readonly<Record<string, RoomRule>> = {
  contract: { rooms: [], outside: ['zod'] },
  'sequence-matcher': { rooms: [], outside: [] },
  domain: { rooms: ['contract', 'sequence-matcher'], outside: ['zod', 'diff', '@noble/hashes'] },
  workflows: { rooms: ['contract', 'domain'], outside: ['@temporalio/workflow'] },
  clients: { rooms: ['contract'], outside: 'any', refused: /^@temporalio\// },
  db: { rooms: ['contract'], outside: 'any', refused: /^@temporalio\// },
  activities: {
    rooms: ['contract', 'domain', 'db', 'clients', 'sequence-matcher'],
    outside: 'any',
    refused: /^@temporalio\/(?!activity$)/,
  },
  steering: {
    rooms: ['contract', 'domain', 'db', 'clients'],
    outside: 'any',
    refused: /^@temporalio\/worker$/,
  },
  worker: {
    rooms: ['activities', 'clients', 'contract', 'db', 'domain', 'workflows'],
    outside: 'any',
  },
  cli: {
    rooms: ['clients', 'contract', 'db', 'domain', 'infra', 'steering', 'sequence-matcher'],
    outside: 'any',
    refused: /^@temporalio\/(worker|workflow|activity)$/,
  },
  infra: { rooms: ['contract', 'db', 'steering'], outside: 'any' },
  testing: { rooms: ['*'], outside: 'any' },
  test: { rooms: ['*'], outside: 'any' },
};

export interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** One sentence per edge that the table does not allow. Only tests may lean on the doubles, so those are dev dependencies. */
export function forbiddenEdges(manifest: Manifest): readonly string[] {
  const room = manifest.name.replace('@evoline/', '');
  const rule = importTable[room];
  if (rule === undefined) return [`${manifest.name} is not in the import table`];
  const product = Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies });
  const development = Object.keys(manifest.devDependencies ?? {});
  return [
    ...product.filter((name) => !allows(rule, name)),
    ...development.filter(
      (name) => name.startsWith('@evoline/') && name !== '@evoline/testing' && !allows(rule, name),
    ),
  ].map((name) => `${room} may not depend on ${name}`);
}

/** Versions stand in one place, the catalog. */
export function unpinnedEdges(manifest: Manifest): readonly string[] {
  const all = {
    ...manifest.dependencies,
    ...manifest.devDependencies,
    ...manifest.optionalDependencies,
  };
  return Object.entries(all)
    .filter(
      ([name, version]) => version !== (name.startsWith('@evoline/') ? 'workspace:*' : 'catalog:'),
    )
    .map(([name, version]) => `${manifest.name}: ${name} is "${version}"`);
}

function allows(rule: RoomRule, name: string): boolean {
  if (name.startsWith('@evoline/')) {
    const room = name.replace('@evoline/', '');
    return rule.rooms.includes('*') || rule.rooms.includes(room);
  }
  if (rule.refused?.test(name)) return false;
  return rule.outside === 'any' || rule.outside.includes(name);
}
