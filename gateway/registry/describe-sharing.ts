/** Says in words if all sharing is halted, by whom, when and why. */
import type { Client } from '../cli/client/connect.ts';

/** A halt as it comes over HTTP. */
export interface HaltShown {
  readonly index: number;
  readonly at: string;
  readonly by: string | null;
  readonly person: string | null;
  readonly reason: string | null;
}

/** The body of `GET /v1/sharing`, as far as it is described. */
export interface SharingShown {
  readonly halted: boolean;
  /** Log index of the newest revocation record that binds everybody; 0 if there was none. */
  readonly epoch: number;
  /** The halts, newest first; the last of them began it. */
  readonly halts: readonly HaltShown[];
  /** The proposal to end the halt; null if there is none. */
  readonly proposal: { readonly index: number } | null;
  /** The end of the last halt; null if there was none, or it goes on. */
  readonly resumed: { readonly at: string; readonly person: string } | null;
}

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
export function describeHalt({ at, by, person, reason }: HaltShown): string {
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
