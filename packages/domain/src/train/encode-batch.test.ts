import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BatchRow } from './assemble-batch.ts';
import { decodeBatch, encodeBatch } from './encode-batch.ts';
import { decodeSafetensors, encodeSafetensors } from './safetensors.ts';

const header = {
  step: 3,
  baseWeightsDigest: 'cd'.repeat(32),
  fromWeightsDigest: 'ab'.repeat(32),
  groupSize: 2,
  temperature: 1,
};

describe('encodeBatch', () => {
  it('reads back as the same rows, to 32 bits', () => {
    fc.assert(
      fc.property(fc.array(row(), { maxLength: 8 }), (rows) => {
        const decoded = decodeBatch(encodeBatch(header, rows));
        const plain = rows.map(({ groupId: _group, index: _index, ...rest }) => rest);
        expect(decoded.rows).toEqual(plain);
      }),
    );
  });

  it('lays tensors out aligned, without gaps, after a header of a multiple of eight bytes', () => {
    const bytes = encodeBatch(header, fc.sample(row(), { seed: 1, numRuns: 3 }));
    const view = new DataView(bytes.buffer);
    const length = Number(view.getBigUint64(0, true));
    const entries = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
    expect(length % 8).toBe(0);
    expect(entries.__metadata__).toEqual({
      format: 'evoline.batch.v1',
      run: 'from policy@cdcdcdcdcdcdcdcd',
      step: '3',
      samples: '3',
      group_size: '2',
      temperature: '1',
      from_policy_version: 'policy@abababababababab',
      from_weights_digest: 'ab'.repeat(32),
    });
    expect(entries.advantages).toMatchObject({ dtype: 'F32', shape: [3] });
    expect(entries.keep).toMatchObject({ dtype: 'U8', shape: [3] });
    expect(entries.keep.data_offsets[1]).toBe(bytes.length - 8 - length);
  });

  it('freezes the same bytes for the same rows', () => {
    const rows = [
      {
        groupId: 'any',
        index: 0,
        promptTokenIds: [1, 2],
        completionTokenIds: [3, 4, 5],
        samplerLogProbs: [-0.25, -0.5, -1],
        advantage: 0.75,
        keep: true,
      },
    ];
    const digest = createHash('sha256').update(encodeBatch(header, rows)).digest('hex');
    expect(
      encodeBatch(
        header,
        rows.map((r) => ({ ...r, groupId: 'other' })),
      ),
    ).toEqual(encodeBatch(header, rows));
    expect(digest).toMatchInlineSnapshot(
      `"1a6e922f6847e04808cfd75266ffb64f86116ac83e505c956c9d419f9d576e62"`,
    );
  });
});

describe('encodeSafetensors', () => {
  it('escapes metadata beyond ASCII', () => {
    const bytes = encodeSafetensors({ metadata: { who: 'é\u{1f600}' }, tensors: {} });
    expect(decodeSafetensors(bytes).metadata).toEqual({ who: 'é\u{1f600}' });
    expect(bytes.every((byte) => byte < 128)).toBe(true);
  });
});

function row(): fc.Arbitrary<BatchRow> {
  const id = fc.nat({ max: 2 ** 31 - 1 });
  const float = fc.float({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
  return fc.record({
    groupId: fc.constant('group'),
    index: fc.nat(),
    promptTokenIds: fc.array(id, { maxLength: 5 }),
    completionTokenIds: fc.constant([1, 2, 3]),
    samplerLogProbs: fc.array(float, { minLength: 3, maxLength: 3 }),
    advantage: float,
    keep: fc.boolean(),
  });
}
