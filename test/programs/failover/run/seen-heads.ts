/** Every head of the log that anybody was shown, signed: each must be a head of the log that there is in the end. */
import { setTimeout as pause } from 'node:timers/promises';
import { growFrontier, rootOfFrontier } from '../../../../gateway/audit/merkle.ts';
import { parseCheckpoint } from '../../../../gateway/audit/parse-checkpoint.ts';
import { splitNote } from '../../../../gateway/audit/signed-note.ts';

/** Ms. */
const LOOK_EVERY = 200;

/** Roots, in base64, by the size of the tree. */
export class SeenHeads {
  readonly #roots = new Map<number, Set<string>>();

  get count(): number {
    return this.#roots.size;
  }

  add(note: string): void {
    const { root, size } = parseCheckpoint(splitNote(note).text);
    const roots = this.#roots.get(size) ?? new Set();
    roots.add(root.toString('base64'));
    this.#roots.set(size, roots);
  }

  /** Asks every node, until stopped, as witnesses and monitors do. */
  async watch(ports: readonly number[], stopped: () => boolean): Promise<void> {
    while (!stopped()) {
      await Promise.all(ports.map((port) => this.#look(port)));
      await pause(LOOK_EVERY);
    }
  }

  async #look(port: number): Promise<void> {
    const options = { signal: AbortSignal.timeout(2_000) };
    const answer = await fetch(`http://127.0.0.1:${port}/log/checkpoint`, options).catch(() => null);
    const text = await answer?.text().catch(() => null);
    if (answer?.ok && text) this.add(text);
  }

  /** @param leaves of the log as it is now. @returns a sentence for each head that is none of it */
  check(leaves: readonly Buffer[]): string[] {
    const violations: string[] = [];
    let frontier: Buffer[] = [];
    let at = 0;
    for (const size of [...this.#roots.keys()].sort((a, b) => a - b)) {
      if (size > leaves.length) {
        violations.push(`a head of ${size} entries was signed, and the log has ${leaves.length}`);
        continue;
      }
      frontier = growFrontier(frontier, at, leaves.slice(at, size));
      at = size;
      const root = rootOfFrontier(frontier).toString('base64');
      for (const seen of this.#roots.get(size) as Set<string>) {
        if (seen !== root) violations.push(`a head of ${size} entries was signed that is not one of the log`);
      }
    }
    return violations;
  }
}
