import { TrainerSession, WarmStartCommand } from '@evoline/contract/trainer-protocol';
import { describe, expect, it } from 'vitest';
import { settingsOf } from '../run/resolve-train-config.ts';
import { trainerSession } from './trainer-session.ts';
import { maxDemonstrationBytes, warmStartCommand } from './warm-start-command.ts';

const config = (input: Parameters<typeof settingsOf>[0]) => ({
  ...settingsOf(input),
  datasetVersion: 'ab'.repeat(32),
});
const start = {
  baseWeightsDigest: 'cd'.repeat(32),
  basePolicy: '/policy/0',
  resume: { recoveryDirectory: '/recovery/5', updatesDone: 5 },
  microBatch: 16,
};

describe('trainerSession', () => {
  it('is a session file that the contract accepts, full or LoRA', () => {
    for (const input of [{}, { adaptation: 'lora', loraRank: 4 }] as const) {
      const session = trainerSession(config(input), start);
      expect(TrainerSession.parse(session)).toEqual(session);
    }
    expect(trainerSession(config({ adaptation: 'lora', loraRank: 4 }), start)).toMatchObject({
      adaptation: 'lora',
      lora: { rank: 4, alpha: 8 },
    });
  });

  it('names the run by what it starts from, and counts samples per update', () => {
    expect(trainerSession(config({ groupSize: 4, promptsPerStep: 8 }), start)).toMatchObject({
      run: 'from policy@cdcdcdcdcdcdcdcd',
      samples_per_update: 32,
      group_size: 4,
      micro_batch: 16,
      resume: { recovery_dir: '/recovery/5', updates_done: 5 },
    });
  });
});

describe('warmStartCommand', () => {
  it('gives a tiny base its sizes, and room for every demonstration', () => {
    const paths = { demonstrations: '/d.jsonl', out: '/policy' };
    const tiny = warmStartCommand(config({}), paths);
    expect(WarmStartCommand.parse(tiny)).toEqual(tiny);
    expect(tiny.tiny?.max_positions).toBeGreaterThan(maxDemonstrationBytes(config({})));
    expect(warmStartCommand(config({ base: '/models/x' }), paths)).toMatchObject({
      base: '/models/x',
      tiny: null,
      steps: 0,
    });
  });
});
