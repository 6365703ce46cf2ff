/**
 * Where the demo's diagnostics go: to standard error, a moment later. If PostgreSQL has ended by then, hundreds of
 * lines would say each in its own way what one sentence says.
 */
import type { DestinationStream } from '../settings/logger.ts';

export interface HeldBackLines extends DestinationStream {
  /** From now on nothing is written, of what is held neither. */
  silence(): void;
}

/** Ms; several looks at the server. */
const HELD_FOR = 1_000;

/** @param write takes each line that is due, and at the end of the process what is left */
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
