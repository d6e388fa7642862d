/** When a double misbehaves: on the requests whose path matches, after `skip` of them, `times` times. */
export interface PlannedFault<Answer> {
  /** A regular expression over the path; absent: every request. */
  readonly path?: string | undefined;
  readonly skip?: number | undefined;
  /** null: until the book is cleared. Default 1. */
  readonly times?: number | null | undefined;
  readonly answer: Answer;
}

/** The faults that wait to happen. The first that matches a request is used up by one. */
export class FaultBook<Answer> {
  #planned: { path: RegExp; skip: number; times: number; answer: Answer }[] = [];

  plan({ path = '', skip = 0, times = 1, answer }: PlannedFault<Answer>): void {
    this.#planned.push({ path: new RegExp(path), skip, times: times ?? Infinity, answer });
  }

  clear(): void {
    this.#planned = [];
  }

  take(path: string): Answer | null {
    for (const fault of this.#planned) {
      if (!fault.path.test(path)) continue;
      if (fault.skip > 0) {
        fault.skip -= 1;
        continue;
      }
      fault.times -= 1;
      if (fault.times <= 0) this.#planned = this.#planned.filter((other) => other !== fault);
      return fault.answer;
    }
    return null;
  }
}
