import type { Trainer } from '@evoline/clients/trainer/trainer';
import { describe, expect, it } from 'vitest';
import { TrainerSessions } from './trainer-sessions.ts';

describe('TrainerSessions', () => {
  it('does the work of one run piece by piece, and of two runs side by side', async () => {
    const sessions = new TrainerSessions();
    const order: string[] = [];
    const gate = Promise.withResolvers<void>();
    const first = sessions.inTurn('a', async () => {
      await gate.promise;
      order.push('a1');
      throw new Error('failed');
    });
    const second = sessions.inTurn('a', async () => void order.push('a2'));
    await sessions.inTurn('b', async () => void order.push('b1'));
    gate.resolve();
    await expect(first).rejects.toThrow('failed');
    await second;
    expect(order).toEqual(['b1', 'a1', 'a2']);
  });

  it('hands out a trainer only for its micro-batch and weights, and while it lives', async () => {
    const sessions = new TrainerSessions();
    const trainer = trainerHolding('w1');
    sessions.hold('a', { trainer, microBatch: 8, scratch: '/nowhere/a' });
    expect(sessions.warm('a', 8, 'w1')?.trainer).toBe(trainer);
    expect(sessions.warm('a', 4, 'w1')).toBeNull();
    expect(sessions.warm('a', 8, 'w2')).toBeNull();
    expect(sessions.warm('b', 8, 'w1')).toBeNull();
    await trainer.close();
    expect(sessions.warm('a', 8, 'w1')).toBeNull();
  });

  it('makes room by ending the longest unused trainer that is idle', async () => {
    const sessions = new TrainerSessions(2);
    const trainers = new Map(['a', 'b'].map((runId) => [runId, trainerHolding(runId)] as const));
    for (const [runId, trainer] of trainers) {
      sessions.hold(runId, { trainer, microBatch: 8, scratch: `/nowhere/${runId}` });
    }
    sessions.warm('a', 8, 'a');
    await sessions.makeRoom();
    expect([trainers.get('a')?.isAlive, trainers.get('b')?.isAlive]).toEqual([true, false]);
    sessions.hold('b', { trainer: trainerHolding('b'), microBatch: 8, scratch: '/nowhere/b' });
    await sessions.inTurn('a', () => sessions.makeRoom());
    expect(sessions.warm('a', 8, 'a')).not.toBeNull();
    expect(sessions.warm('b', 8, 'b')).toBeNull();
  });
});

function trainerHolding(weightsDigest: string): Trainer {
  let isAlive = true;
  return {
    weightsDigest,
    updatesDone: 0,
    get isAlive() {
      return isAlive;
    },
    update: () => Promise.reject(new Error('no update is asked for here')),
    close: async () => {
      isAlive = false;
    },
  };
}
