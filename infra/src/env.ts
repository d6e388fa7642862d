import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pins, tools } from '../bootstrap/layout.mjs';
import { defaultNightlySchedule, type NightlySchedule } from '@evoline/contract/nightly-schedule';
import { nightlyVariables, readNightlyChoice } from '@evoline/contract/read-nightly-choice';
import { generatedFolder } from './paths.ts';
import { StackError } from './stack-error.ts';

/** What the environment overrides: a service that is named here is used, not started. */
export interface StackEnvironment {
  readonly databaseUrl: string | undefined;
  readonly temporalAddress: string | undefined;
  readonly temporalNamespace: string;
  readonly temporalUiUrl: string | undefined;
  readonly artifactStore: string | undefined;
  readonly engineUrl: string | undefined;
  /** When nights come: NIGHTLY_AT, NIGHTLY_TIME_ZONE and their like. */
  readonly nightly: NightlySchedule;
  /** Programs that the bootstrap set up. */
  readonly temporalProgram: string;
  readonly pythonProgram: string;
}

/** Reads the variables of README's table; an empty one counts as unset. */
export function readStackEnvironment(env: NodeJS.ProcessEnv = process.env): StackEnvironment {
  const value = (name: string): string | undefined => env[name]?.trim() || undefined;
  return {
    databaseUrl: value('DATABASE_URL'),
    temporalAddress: value('TEMPORAL_ADDRESS'),
    temporalNamespace: value('TEMPORAL_NAMESPACE') ?? 'default',
    temporalUiUrl: value('TEMPORAL_UI_URL'),
    artifactStore: value('ARTIFACT_STORE'),
    engineUrl: value('ENGINE_URL')?.replace(/\/+$/, ''),
    nightly: nightlyOf(env),
    temporalProgram: value('EVOLINE_TEMPORAL') ?? builtTemporal(),
    pythonProgram: value('EVOLINE_PYTHON') ?? join(generatedFolder, 'python/bin/python'),
  };
}

function nightlyOf(env: NodeJS.ProcessEnv): NightlySchedule {
  const fields = Object.entries(nightlyVariables);
  const texts = Object.fromEntries(fields.map(([field, name]) => [field, env[name]]));
  const read = readNightlyChoice(texts, nightlyVariables);
  if (!read.ok) throw new StackError(read.message);
  return { ...defaultNightlySchedule, ...read.choice };
}

/** The environment of services that need no secret of ours. */
export function environmentWithoutSecrets(): NodeJS.ProcessEnv {
  const isSecret = (name: string): boolean => /^GITHUB_(TOKENS?|APP_.*)$/.test(name);
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !isSecret(name)));
}

/** What the bootstrap has made, for programs that were not started by it; else whatever is on PATH. */
function builtTemporal(): string {
  const built = [join(tools, `temporal-${pins.temporal}`, 'temporal'), join(tools, 'bin/temporal')];
  return built.find((program) => existsSync(program)) ?? 'temporal';
}
