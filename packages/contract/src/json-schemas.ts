import { z } from 'zod';
import {
  TrainerCommand,
  TrainerEvent,
  TrainerSession,
  WarmStartCommand,
  WarmStartEvent,
} from './trainer-protocol.ts';

/** What the programs of `packages/policy` read and write, by the name of its file in `json/`. */
const shapes = {
  'trainer-session': TrainerSession,
  'trainer-command': TrainerCommand,
  'trainer-event': TrainerEvent,
  'warm-start-request': WarmStartCommand,
  'warm-start-event': WarmStartEvent,
} as const;

/** JSON Schema (draft 2020-12) of every message that crosses into Python, as texts by file name. */
export function jsonSchemas(): readonly { readonly file: string; readonly text: string }[] {
  return Object.entries(shapes).map(([name, shape]) => {
    const schema = z.toJSONSchema(shape, { target: 'draft-2020-12' });
    const file = `${name}.schema.json`;
    return { file, text: `${JSON.stringify({ title: name, ...schema }, null, 2)}\n` };
  });
}
