/** Reads for `report monthly --sample` the releases that a month's audit reads, for the auditor to read. */
import { utcSecond } from '../../../sharing-rules/terms/utc-day.ts';
import type { Told } from '../../cli/administration/part.ts';
import type { Client } from '../../cli/client/connect.ts';
import { nextCommand } from '../../cli/next-command.ts';
import { tableOf } from '../../cli/table-of.ts';
import { type SayingEntryView, saidInWords } from '../audit-search/said-in-words.ts';
import { allHeldInWords, indexInWords } from '../held/held-in-words.ts';
import type { HeldAgainstLog } from '../held/hold-against-log.ts';

interface SampledEntry extends SayingEntryView, HeldAgainstLog {
  readonly index: number;
  readonly at: string;
  readonly agency: string | null;
}

/** Searches the log for them, which logs what was shown: the audit gives that beside the auditor's word. */
export async function readSample(client: Client, month: string, as: string | undefined): Promise<Told> {
  const { entries: indices } = await client.call<{ entries: readonly number[] }>(
    'GET',
    `/v1/monthly-audits/${month}/sample`,
  );
  const entries = indices.length === 0 ? [] : await readEntries(client, indices);
  return { result: { month, entries }, say: () => describe(entries, month, as) };
}

/** Number of entries that one search takes at most. */
const MOST_AT_ONCE = 200;

async function readEntries(client: Client, indices: readonly number[]): Promise<readonly SampledEntry[]> {
  const entries: SampledEntry[] = [];
  for (let at = 0; at < indices.length; at += MOST_AT_ONCE) {
    const body = { indices: indices.slice(at, at + MOST_AT_ONCE), details: true, limit: MOST_AT_ONCE };
    const page = await client.call<{ entries: readonly SampledEntry[] }>('POST', '/v1/audit/search', body);
    entries.unshift(...page.entries);
  }
  return entries;
}

function describe(found: readonly SampledEntry[], month: string, as: string | undefined): string {
  const next = `complete the audit: ${nextCommand(`report monthly --month ${month}`, as)}`;
  if (found.length === 0) {
    return `nothing was released in ${month}, or its details were erased: there is nothing to read\n${next}`;
  }
  const rows = found.map((one) => [
    ...[indexInWords(one), utcSecond(one.at), one.agency],
    saidInWords(one, (id) => id),
  ]);
  const words = `report misuse open --kind inadequate_reason --entries ${found[0]?.index} --summary "…"`;
  return [
    tableOf(['entry', 'at (UTC)', 'agency', 'says'], rows),
    allHeldInWords(found),
    'read each: do the reason and the case number bear the query out?',
    `report those that do not, by their entries: ${nextCommand(words, as)}`,
    next,
  ].join('\n');
}
