import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { readPort, runDouble, UsageError } from '../http/run-double.ts';
import { ScriptRule } from './engine-state.ts';
import { startEngineDouble } from './start-engine-double.ts';

const usage = `usage: node serve.ts [--port N] [--kind evoline-policy|vllm] [--base NAME] [--script FILE]
A vLLM-shaped server without a model, on 127.0.0.1. FILE holds a JSON list of {promptHolds?: [text], answers: [text]}.
Prints one line when ready: {"event":"ready","url":"http://127.0.0.1:N"}`;

runDouble(usage, async () => {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      kind: { type: 'string', default: 'evoline-policy' },
      base: { type: 'string' },
      script: { type: 'string' },
    },
  });
  const { kind, base, script } = values;
  if (kind !== 'evoline-policy' && kind !== 'vllm')
    throw new UsageError('--kind is evoline-policy or vllm');
  return startEngineDouble({
    kind,
    port: readPort(values.port),
    script: script === undefined ? [] : await readScript(script),
    ...(base === undefined ? {} : { baseModel: base }),
  });
});

async function readScript(file: string): Promise<ScriptRule[]> {
  return z.array(ScriptRule).parse(JSON.parse(await readFile(file, 'utf8')));
}
