/** Who may do the next step, in the words of a command line: it is not always who did this one. */
import type { Client } from './connect.ts';

type Known = Pick<Client, 'isDemo' | 'name'>;

/**
 * For what takes two persons: the demo's other administrator. Of an operator's file only its people know who is who:
 * there the one who types it acts, having signed in.
 */
export function asAnotherAdministrator({ isDemo, name }: Known): string {
  if (!isDemo) return '';
  return ` --as ${name === 'admin-2' ? 'admin-1' : 'admin-2'}`;
}

/** For what any administrator may do: in the demo one does by default, elsewhere the same person goes on. */
export function anyAdministrator({ isDemo }: Known, as: string | undefined): string | undefined {
  return isDemo ? undefined : as;
}
