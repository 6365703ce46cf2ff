/**
 * Sends the demo's diagnostics to standard error a moment later. If PostgreSQL has ended by then, they are
 * dropped: one sentence says the same as hundreds of lines.
 */
import type { DestinationStream } from '../settings/logger.ts';

export interface HeldBackLines extends DestinationStream {
  /** Writes nothing from now on, and drops what is held. */
  silence(): void;
}

/** Milliseconds, in which the server is checked several times. */
const HELD_FOR = 1_000;

/** @param write takes each line that is due, and at the process's exit the rest */
export function heldBackLines(write: (line: string) => void): HeldBackLines {
  const held = new Set<{ readonly line: string }>();
  let isSilent = false;
  const release = (one: { readonly line: string }) => {
    if (held.delete(one)) write(one.line);
  };
  process.once('exit', () => held.forEach(release));
  return {
    write: (line) => {
      if (isSilent) return;
      const one = { line };
      held.add(one);
      setTimeout(release, HELD_FOR, one).unref();
    },
    silence: () => {
      isSilent = true;
      held.clear();
    },
  };
}
