import { z } from 'zod';
import { connectionFaults, faultOrder } from '../http/connection-fault.ts';

/** How the engine double can misbehave. All but the connection's faults spoil completions only. */
export const EngineFaultAnswer = z.discriminatedUnion('kind', [
  ...connectionFaults,
  z.strictObject({ kind: z.literal('omitLogProbs') }),
  z.strictObject({ kind: z.literal('omitTokenIds') }),
  z.strictObject({ kind: z.literal('nullLogProb') }).describe('the second log-prob is null'),
  z.strictObject({ kind: z.literal('dropSample') }).describe('one choice fewer than asked for'),
  z.strictObject({ kind: z.literal('answerAs'), model: z.string() }).describe('another name'),
]);
export type EngineFaultAnswer = z.infer<typeof EngineFaultAnswer>;

export const EngineFault = faultOrder(EngineFaultAnswer);
