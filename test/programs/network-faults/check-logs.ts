/** Holds the log of the gateway that asks, and what was shown, against a partner's log: a pure look after a run. */

/** An entry of the gateway that asks. */
export interface Asked {
  readonly index: number;
  readonly leafHash: string;
  /** Ms. */
  readonly at: number;
}

/** A `peer_answered` of the gateway that asks. */
export interface Answered {
  readonly index: number;
  readonly at: number;
  readonly ask: string;
  readonly asked: number;
  readonly outcome: string;
  readonly count: number;
  /** The partner's entry; null where none was proved. */
  readonly there: number | null;
  readonly leafHash: string | null;
}

/** An entry of the partner about a question of ours. */
export interface Theirs {
  readonly index: number;
  readonly leafHash: string;
  readonly at: number;
  readonly kind: string;
  /** Null where it names none, although we asked. */
  readonly asker: { readonly index: number; readonly leafHash: string } | null;
}

/** A partner's answer as the one who asked got it. */
export interface Shown {
  /** ORI. */
  readonly partner: string;
  readonly ask: string;
  readonly outcome: string;
  readonly order: string;
  readonly reads: number;
  /** Index of the partner's entry. */
  readonly there: number;
}

export interface BothLogs {
  readonly asked: readonly Asked[];
  readonly answered: readonly Answered[];
  readonly theirs: readonly Theirs[];
}

/** Returns a sentence for each violation. @param logs by the partner's ORI */
export const checkAllLogs = (logs: ReadonlyMap<string, BothLogs>, shown: readonly Shown[]): string[] =>
  [...logs].flatMap(([ori, both]) =>
    checkLogs(
      both,
      shown.filter(({ partner }) => partner === ori),
    ).map((found) => `${ori}: ${found}`),
  );

/** Returns a sentence for each violation. */
export function checkLogs({ answered, asked, theirs }: BothLogs, shown: readonly Shown[]): string[] {
  const found: string[] = [];
  const asks = new Map(asked.map((one) => [one.index, one]));
  const others = new Map(theirs.map((one) => [one.index, one]));
  const releases = new Map<number, number>();
  for (const { asker, at, index, kind } of theirs) {
    if (asker === null) {
      found.push(`their entry ${index} names no entry of ours`);
      continue;
    }
    const ours = asks.get(asker.index);
    if (ours === undefined || ours.leafHash !== asker.leafHash)
      found.push(
        `their entry ${index} names our entry ${asker.index}, which is no \`peer_asked\` with that hash`,
      );
    else if (at < ours.at) found.push(`their entry ${index} is older than our \`peer_asked\` ${ours.index}`);
    if (kind !== 'release') continue;
    const before = releases.get(asker.index);
    if (before !== undefined)
      found.push(`our \`peer_asked\` ${asker.index} was released twice: ${before} and ${index}`);
    releases.set(asker.index, index);
  }
  for (const { asked: of, at, index, leafHash, there } of answered) {
    if (there === null) continue;
    const entry = others.get(there);
    if (!asks.has(of) || of >= index)
      found.push(`\`peer_answered\` ${index} has no \`peer_asked\` before it`);
    if (entry === undefined || entry.leafHash !== leafHash)
      found.push(`\`peer_answered\` ${index} names their entry ${there}, which is not there`);
    else if (entry.asker?.index !== of)
      found.push(`\`peer_answered\` ${index} and their entry ${there} name two questions`);
    else if (entry.at > at) found.push(`their entry ${there} is newer than our \`peer_answered\` ${index}`);
  }
  return [...found, ...checkShown(answered, shown)];
}

function checkShown(answered: readonly Answered[], shown: readonly Shown[]): string[] {
  const found: string[] = [];
  const ofEntry = new Map<number, string>();
  for (const { ask, order, outcome, reads, there } of shown) {
    const told = answered.find((one) => one.ask === ask && one.there === there && one.outcome === outcome);
    if (told === undefined)
      found.push(`ask ${ask}: shown without its \`peer_answered\` (their entry ${there})`);
    else if (told.count !== reads) found.push(`ask ${ask}: ${reads} reads shown, ${told.count} in the log`);
    if (order !== 'proved') found.push(`ask ${ask}: shown without a proof of its order`);
    const other = ofEntry.get(there) ?? ask;
    if (other !== ask) found.push(`their entry ${there} was shown to two asks: ${other} and ${ask}`);
    ofEntry.set(there, ask);
  }
  return found;
}
