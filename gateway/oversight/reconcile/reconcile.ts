/** Compares a vendor's audit with the log, to find what either side has and the other has not. */
import type { Client } from '../../cli/client/connect.ts';
import { type Compared, compareAudits, type Intent, releaseIn } from './compare-audits.ts';
import { findIntents, findQuestion, type Period } from './logged-intents.ts';
import type { VendorSearch } from './vendor-audit.ts';

export interface Reconciled extends Omit<Compared, 'intentsWithout'> {
  /** The period compared, ISO 8601; null if the file has no times: then the whole log is compared. */
  readonly from: string | null;
  readonly to: string | null;
  readonly searches: number;
  readonly intents: number;
  /** Number of intents whose details are no longer kept, and which are not compared. */
  readonly erased: number;
  /** Questions that are missing in the vendor's audit. */
  readonly intentsWithout: readonly Told[];
  /** Missing questions that ended in a fault: they may never have arrived, and released nothing. */
  readonly unanswered: readonly Told[];
}

export type Told = Pick<Intent, 'index' | 'at' | 'releaseId'>;

const MINUTE = 60_000;
/** Milliseconds added on both sides of the file's searches: the vendor's clock and ours may differ. */
const AROUND = 10 * MINUTE;
/** The kind of the entry for a question that may never have reached the vendor. */
const FAULT = 'fault';

/** Compares the two. @param given the file's period; an end that is absent follows from its searches */
export async function reconcile(
  client: Client,
  searches: readonly VendorSearch[],
  given: Period,
): Promise<Reconciled> {
  const covered = { ...coveredBy(searches), ...given };
  const { erased, intents } = await findIntents(client, widened(covered, given));
  const due = intents.filter(({ at }) => isWithin(at, covered));
  const elsewhere = await findElsewhere(client, searches, intents);
  const compared = compareAudits(searches, [...intents, ...elsewhere], due);
  const { answered, unanswered } = await sortOut(client, compared.intentsWithout);
  return {
    ...{ from: covered.from ?? null, to: covered.to ?? null },
    ...{ searches: searches.length, intents: due.length, erased, matched: compared.matched },
    ...{ searchesWithout: compared.searchesWithout, intentsWithout: answered, unanswered },
  };
}

function coveredBy(searches: readonly VendorSearch[]): Period {
  const times = searches.flatMap(({ at }) => (at === null ? [] : [at]));
  if (times.length === 0) return {};
  const [from, to] = times.reduce(
    ([low, high], at) => [Math.min(low, at), Math.max(high, at)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  ) as [number, number];
  // The file may give times cut to the second.
  return { from: new Date(from).toISOString(), to: new Date(to + 1_000).toISOString() };
}

/** Widens the ends that were not given, so that each search finds its intent. */
function widened({ from, to }: Period, given: Period): Period {
  const moved = (time: string, by: number) => new Date(Date.parse(time) + by).toISOString();
  return {
    ...(from === undefined ? {} : { from: given.from ?? moved(from, -AROUND) }),
    ...(to === undefined ? {} : { to: given.to ?? moved(to, AROUND) }),
  };
}

function isWithin(at: string, { from, to }: Period): boolean {
  const time = Date.parse(at);
  return (from === undefined || time >= Date.parse(from)) && (to === undefined || time < Date.parse(to));
}

/** Finds intents from other times that the searches name. */
async function findElsewhere(
  client: Client,
  searches: readonly VendorSearch[],
  intents: readonly Intent[],
): Promise<Intent[]> {
  const known = new Set(intents.map(({ releaseId }) => releaseId));
  const named = new Set(searches.map(releaseIn));
  const found: Intent[] = [];
  for (const id of named) {
    if (id === null || known.has(id)) continue;
    const { intent } = await findQuestion(client, id);
    if (intent !== null) found.push(intent);
  }
  return found;
}

/** Separates questions that ended in a fault, which may not have arrived, from those that must have. */
async function sortOut(client: Client, intents: readonly Intent[]) {
  const answered: Told[] = [];
  const unanswered: Told[] = [];
  for (const { at, index, releaseId } of intents) {
    const { kinds } = await findQuestion(client, releaseId);
    (kinds.includes(FAULT) ? unanswered : answered).push({ index, at, releaseId });
  }
  return { answered, unanswered };
}
