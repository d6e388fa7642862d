import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ExportManifest } from '@evoline/contract/dataset-export';
import { EvolineFailure } from '@evoline/contract/failures';
import { InterruptedError } from '../io.ts';
import { refusedImport } from './refused-import.ts';

export interface CheckWork {
  readonly folder: string;
  readonly manifest: ExportManifest;
}

export type CheckMessage =
  | { readonly kind: 'progress'; readonly items: number }
  | { readonly kind: 'good' }
  | { readonly kind: 'refused'; readonly message: string };

export interface CheckOptions {
  readonly onItems: (items: number) => void;
  readonly signal?: AbortSignal;
  /** A row group takes a second or two; default 120. */
  readonly silenceSeconds?: number;
  /** Path of the thread's program. */
  readonly program?: string;
}

const ownProgram = join(import.meta.dirname, 'check-items-thread.ts');
const memoryMegabytes = 2048;

/**
 * Makes every item again from its row and holds it against the manifest, in a thread: what a forged file
 * does to the decoder, such as a loop without end, ends there.
 *
 * @throws EvolineFailure input_invalid
 */
export function checkItems(work: CheckWork, options: CheckOptions): Promise<void> {
  const { onItems, signal, silenceSeconds = 120, program = ownProgram } = options;
  return new Promise((resolve, reject) => {
    const thread = new Worker(program, {
      workerData: work,
      resourceLimits: { maxOldGenerationSizeMb: memoryMegabytes },
    });
    const silence = setTimeout(
      () =>
        end(
          refusedImport(`nothing came of a file for ${silenceSeconds} s; it is damaged or forged`),
        ),
      silenceSeconds * 1000,
    );
    const interrupt = () => end(new InterruptedError());
    const end = (failure: Error | null): void => {
      clearTimeout(silence);
      signal?.removeEventListener('abort', interrupt);
      thread.removeAllListeners().on('error', () => {});
      void thread.terminate();
      if (failure === null) resolve();
      else reject(failure);
    };
    signal?.addEventListener('abort', interrupt);
    thread.on('message', (message: CheckMessage) => {
      silence.refresh();
      if (message.kind === 'progress') onItems(message.items);
      else
        end(message.kind === 'good' ? null : new EvolineFailure('input_invalid', message.message));
    });
    thread.on('error', (error) =>
      end(refusedImport(`its files cannot be decoded: ${error.message}`)),
    );
    thread.on('exit', () => end(refusedImport('the thread that decodes its files ended')));
  });
}
