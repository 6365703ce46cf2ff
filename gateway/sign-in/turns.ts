/**
 * Runs strangers' requests, a few in each turn of the event loop, one of each address after the other. Anyone
 * who is known comes in between: an administrator's call takes a dozen turns, and each stays short.
 */

/** A refusal takes about a third of a millisecond. */
const AT_A_TIME = 4;

export class Turns {
  /** The waiting requests by address; the address whose turn is next comes first. */
  readonly #waiting = new Map<string, (() => void)[]>();
  #running = false;

  /** @param address where the request came from */
  add(address: string, run: () => void): void {
    const others = this.#waiting.get(address);
    if (others === undefined) this.#waiting.set(address, [run]);
    else others.push(run);
    if (this.#running) return;
    this.#running = true;
    setImmediate(() => this.#some());
  }

  #some(): void {
    for (let left = AT_A_TIME; left > 0; left -= 1) {
      const next = this.#waiting.entries().next();
      if (next.done) break;
      const [address, runs] = next.value;
      const run = runs.shift();
      this.#waiting.delete(address);
      if (runs.length > 0) this.#waiting.set(address, runs);
      run?.();
    }
    this.#running = this.#waiting.size > 0;
    if (this.#running) setImmediate(() => this.#some());
  }
}
