import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type TrainingGround, startTrainingGround } from '@evoline/testing/loop/training-ground';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { baseName } from './base-name.ts';
import { demonstrationLines } from './demonstration-lines.ts';

let ground: TrainingGround;
beforeAll(async () => {
  ground = await startTrainingGround({ itemsPerSplit: 6 });
});
afterAll(() => ground.stop());

describe('demonstrationLines', () => {
  it('gives one demonstration per item of the warm-start split, with its lineage', async () => {
    const { lines, itemDigests, skipped } = await demonstrationLines(ground, ground.config);
    expect(lines).toHaveLength(6);
    expect(new Set(itemDigests).size).toBe(6);
    expect(skipped).toEqual({});
    for (const line of lines) {
      const { prompt, answer } = JSON.parse(line);
      expect(prompt).toMatch(/warm_start_\d\(a, b\)/);
      expect(prompt).not.toContain('a + b');
      expect(answer).toContain('SEARCH');
    }
    expect((await demonstrationLines(ground, ground.config)).lines).toEqual(lines);
  });

  it('takes no more than configured, and draws other flaws for another seed', async () => {
    const { config } = ground;
    const warmStart = { ...config.warmStart, maxDemonstrations: 2 };
    expect((await demonstrationLines(ground, { ...config, warmStart })).lines).toHaveLength(2);
    const [one, other] = await Promise.all(
      [0, 1].map((seed) => demonstrationLines(ground, { ...config, seed })),
    );
    expect(one?.itemDigests).toEqual(other?.itemDigests);
    expect(one?.lines).not.toEqual(other?.lines);
  });

  it('leaves out what the policy could never be asked, counted by reason', async () => {
    const sampling = { ...ground.config.sampling, maxPromptTokens: 10, maxCompletionTokens: 10 };
    const { lines, skipped } = await demonstrationLines(ground, { ...ground.config, sampling });
    expect(lines).toEqual([]);
    expect(skipped).toEqual({ too_long: 6 });
  });
});

describe('baseName', () => {
  it('names a folder by its own name and its contents, links followed, never by its path', async () => {
    const blobs = path.join(ground.scratch, 'blobs');
    const base = path.join(ground.scratch, 'models', 'tiny-llama');
    await Promise.all([mkdir(blobs), mkdir(base, { recursive: true })]);
    await writeFile(path.join(blobs, 'weights'), 'w');
    await symlink(path.join(blobs, 'weights'), path.join(base, 'model.safetensors'));
    const name = await baseName(base);
    expect(name).toMatch(/^tiny-llama@[0-9a-f]{16}$/);
    await writeFile(path.join(blobs, 'weights'), 'v');
    expect(await baseName(base)).not.toBe(name);
  });

  it('says which base is no folder', async () => {
    expect(await baseName('tiny')).toBe('tiny');
    await expect(baseName('/no/such/model')).rejects.toMatchObject({
      code: 'input_invalid',
      message: expect.stringContaining('base: /no/such/model is no folder'),
    });
  });
});
