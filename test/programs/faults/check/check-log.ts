/** Checks the log by itself, in its own order: no release after a mark before it is allowed again. */
import { LOWERINGS, type LogLine } from './read-log.ts';

/** What leaves for an agency, where it is permitted. */
const RELEASES = new Set(['release', 'hit_notice', 'hot_list_sync']);

/** @returns a sentence for each violation in entries from `from` on */
export function checkLog(lines: readonly LogLine[], from: number): string[] {
  const violations: string[] = [];
  const epochs = new Map<string | null, number>();
  /** The grant in force, by agency. */
  const granted = new Map<string | null, string | null>();
  let halted = false;
  const say = (line: LogLine, what: string) => {
    if (line.index >= from) violations.push(`entry ${line.index}: ${what}`);
  };
  for (const [i, line] of lines.entries()) {
    const { agency, effect, epoch, index, kind } = line;
    if (index !== i) say(line, `stands at place ${i}`);
    if (LOWERINGS.has(kind)) epochs.set(agency, index);
    // A revoke that names a grant ends that one: repeated late, it does not end the next.
    const ends = line.grant === null || line.grant === granted.get(agency);
    if (kind === 'revoked' && ends) granted.delete(agency);
    if (kind === 'grant_approved') granted.set(agency, line.grant);
    if (kind === 'halted') halted = true;
    if (kind === 'resumed') halted = false;
    if (!RELEASES.has(kind) || effect !== 'permit') continue;
    if (halted) say(line, 'a release while sharing is halted');
    if (granted.get(agency) !== line.grant) say(line, 'a release without a grant in force');
    const inForce = Math.max(epochs.get(agency) ?? 0, epochs.get(null) ?? 0);
    if (epoch !== inForce) say(line, `a release of epoch ${epoch} where ${inForce} is in force`);
  }
  return violations;
}
