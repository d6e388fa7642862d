/** Bytes in the order they came, searched and taken from the front. */
export class ByteQueue {
  #buffer = Buffer.allocUnsafe(1 << 16);
  #start = 0;
  #end = 0;

  get length(): number {
    return this.#end - this.#start;
  }

  append(chunk: Uint8Array): void {
    if (this.#end + chunk.length > this.#buffer.length) this.#makeRoom(chunk.length);
    this.#buffer.set(chunk, this.#end);
    this.#end += chunk.length;
  }

  /** Offset of `needle` at or after `from`, counted from the front; -1 when it has not come. */
  indexOf(needle: string | number, from = 0): number {
    const found = this.#buffer.subarray(0, this.#end).indexOf(needle, this.#start + from);
    return found < 0 ? -1 : found - this.#start;
  }

  /** Takes the next `length` bytes as a copy. */
  take(length: number): Buffer {
    const taken = Buffer.from(this.#buffer.subarray(this.#start, this.#start + length));
    this.drop(length);
    return taken;
  }

  /** The next `length` bytes as Latin-1, left in place. */
  peek(length: number): string {
    return this.#buffer.toString('latin1', this.#start, this.#start + length);
  }

  drop(length: number): void {
    this.#start += Math.min(length, this.length);
    if (this.#start === this.#end) this.clear();
  }

  clear(): void {
    this.#start = 0;
    this.#end = 0;
    // One large answer should not keep its memory for the whole run.
    if (this.#buffer.length > 1 << 22) this.#buffer = Buffer.allocUnsafe(1 << 16);
  }

  #makeRoom(wanted: number): void {
    const kept = this.#buffer.subarray(this.#start, this.#end);
    const needed = kept.length + wanted;
    const size = needed > this.#buffer.length >> 1 ? 2 * needed : this.#buffer.length;
    const next = Buffer.allocUnsafe(size);
    next.set(kept);
    this.#buffer = next;
    this.#end = kept.length;
    this.#start = 0;
  }
}
