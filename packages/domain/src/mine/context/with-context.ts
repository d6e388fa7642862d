import type { Verdict } from '../examination.ts';
import type { CandidateFile } from './candidate-files.ts';
import type { ContextChooser } from './context-chooser.ts';

/** A verdict whose item waits for its context. */
export interface Planned {
  readonly verdict: Verdict;
  readonly candidates: readonly CandidateFile[];
}

/** Only what is kept costs anything. */
export async function planContext(
  verdict: Verdict,
  chooser: ContextChooser | null,
): Promise<Planned> {
  const { item } = verdict;
  const none = item === null || chooser === null;
  return { verdict, candidates: none ? [] : await chooser.candidates(item) };
}

export async function withContext(
  { verdict, candidates }: Planned,
  chooser: ContextChooser | null,
): Promise<Verdict> {
  const { item } = verdict;
  if (item === null || chooser === null) return verdict;
  return { ...verdict, item: await chooser.choose(item, candidates) };
}
