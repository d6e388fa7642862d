import { z } from 'zod';
import { FaultBook } from '../http/fault-book.ts';
import type { EngineFaultAnswer } from './engine-fault.ts';

/** Weights or an adapter under a name. A stock vLLM knows no digest. */
export interface ServedModel {
  readonly name: string;
  readonly path: string;
  readonly weightsDigest: string | null;
  /** The base model's name, for an adapter. */
  readonly parent: string | null;
}

/** Answers for prompts that hold all these texts; the first rule that fits counts, without `promptHolds` always. */
export const ScriptRule = z.strictObject({
  promptHolds: z.array(z.string()).optional(),
  answers: z.array(z.string()).min(1),
});
export type ScriptRule = z.infer<typeof ScriptRule>;

/** Computes an answer, for scripts that a list cannot hold. undefined: a made-up one. */
export type Answerer = (asked: {
  readonly prompt: string;
  readonly model: string;
  readonly seed: number;
  readonly index: number;
}) => string | undefined;

/** One `POST /v1/completions` as it came in. */
export interface AskedCompletion {
  readonly model: string;
  readonly prompt: string;
  readonly samples: number;
  readonly seed: number | null;
}

/** What one running engine double knows. */
export class EngineState {
  readonly kind: 'vllm' | 'evoline-policy';
  readonly maxModelLength: number;
  readonly faults = new FaultBook<EngineFaultAnswer>();
  readonly completions: AskedCompletion[] = [];
  script: readonly ScriptRule[] = [];
  answerer: Answerer | null = null;
  readonly #served = new Map<string, ServedModel>();

  constructor(kind: EngineState['kind'], maxModelLength: number) {
    this.kind = kind;
    this.maxModelLength = maxModelLength;
  }

  served(): ServedModel[] {
    return [...this.#served.values()];
  }

  find(name: string): ServedModel | undefined {
    return this.#served.get(name);
  }

  serve(model: ServedModel): void {
    this.#served.set(model.name, model);
  }

  unload(name: string): void {
    this.#served.delete(name);
  }
}
