/** The newest checkpoint that was verified here, kept for the next time. Nothing else is ever stored. */
import { isServed } from './log-address.ts';

const NAME = 'verified-checkpoint';

/** Returns null for a saved page: all files share storage, so its checkpoint is saved as a file. */
function storage(): Storage | null {
  try {
    return isServed() ? localStorage : null;
  } catch {
    // The person has switched it off.
    return null;
  }
}

/** Returns an empty text if there is none. */
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
