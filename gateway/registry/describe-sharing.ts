/** Says in words if all sharing is halted, by whom, when and why. */
import type { Client } from '../cli/client/connect.ts';
import type { SharingShown } from './sharing.schema.ts';

/** Names the halt that began it: a repeated halt, or the removal of an issuer, has a newer entry. */
export function describeSharing(sharing: SharingShown): string {
  const { epoch, halted, halts } = sharing;
  if (!halted) {
    const newest = epoch === 0 ? '' : ` (access was last taken from everybody in log entry ${epoch})`;
    const resumed = describeResumed(sharing);
    return [`not halted: grants in force share${newest}`, ...(resumed === null ? [] : [resumed])].join('\n');
  }
  const since = halts.length === 0 ? '' : ` since log entry ${halts[halts.length - 1]?.index}`;
  return [`all sharing is halted${since}`, ...halts.slice(0, 1).map(describeHalt)].join('\n');
}

/** Describes a halt even if its details were erased from the log with time. */
export function describeHalt({ at, by, person, reason }: SharingShown['halts'][number]): string {
  const why = reason === null ? 'the reason was erased with its entry' : reason || 'no reason was given';
  return `by ${person ?? by ?? 'somebody whose entry was erased'}, ${toSecond(at)}: ${why}`;
}

/** Returns null if nothing was halted, or still is. */
export function describeResumed({ resumed }: Pick<SharingShown, 'resumed'>): string | null {
  return resumed === null ? null : `${resumed.person} resumed it, ${toSecond(resumed.at)}`;
}

/** Returns the time in UTC, to the second. */
export function toSecond(time: string): string {
  return `${time.slice(0, 19)}Z`;
}

/** Returns a warning above lists of agencies or grants while all sharing is halted; else an empty text. */
export async function haltAhead(client: Client): Promise<string> {
  const sharing = await client.call<SharingShown>('GET', '/v1/sharing');
  return sharing.halted ? `${describeSharing(sharing)}\n\n` : '';
}
