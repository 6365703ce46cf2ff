/** The newest checkpoint that was verified here, kept for the next time. Nothing else is ever stored. */
import { isServed } from './log-address.ts';

const NAME = 'verified-checkpoint';

/** A file's storage belongs to every file of the disk; there the checkpoint is kept as a file instead. */
function storage(): Storage | null {
  try {
    return isServed() ? localStorage : null;
  } catch {
    // Switched off by the person.
    return null;
  }
}

/** Empty where there is none. */
export function keptCheckpoint(): string {
  return storage()?.getItem(NAME) ?? '';
}

/** @returns whether it could be kept by the browser */
export function keepCheckpoint(note: string): boolean {
  try {
    const kept = storage();
    kept?.setItem(NAME, note);
    return kept !== null;
  } catch {
    return false;
  }
}

export function forgetCheckpoint(): void {
  storage()?.removeItem(NAME);
}
