/** Whether all sharing is halted, by whom, when and why, in words. */
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
  /** Log index of the newest mark that binds everybody; 0 if there was none. */
  readonly epoch: number;
  /** The newest first; the last one began it. */
  readonly halts: readonly HaltShown[];
  /** Who proposed to end the halt. */
  readonly proposal: { readonly index: number } | null;
  /** How the last halt ended; null where there was none, or it goes on. */
  readonly resumed: { readonly at: string; readonly person: string } | null;
}

/** A repeated halt is an entry too, and so is the removal of an issuer: the newest need not be the beginning. */
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

/** Details of the log are erased with time, but the halt goes on. */
export function describeHalt({ at, by, person, reason }: HaltShown): string {
  const why = reason === null ? 'the reason was erased with its entry' : reason || 'no reason was given';
  return `by ${person ?? by ?? 'somebody whose entry was erased'}, ${toSecond(at)}: ${why}`;
}

/** Null where nothing was halted, or is still. */
export function describeResumed({ resumed }: Pick<SharingShown, 'resumed'>): string | null {
  return resumed === null ? null : `${resumed.person} resumed it, ${toSecond(resumed.at)}`;
}

/** Both are UTC. */
export function toSecond(time: string): string {
  return `${time.slice(0, 19)}Z`;
}

/** Before a list of agencies or grants: while all sharing is halted, none of them is shared with. Empty where it is not. */
export async function haltAhead(client: Client): Promise<string> {
  const sharing = await client.call<SharingShown>('GET', '/v1/sharing');
  return sharing.halted ? `${describeSharing(sharing)}\n\n` : '';
}
