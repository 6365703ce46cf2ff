/** Counts the public entries of a year by month, kind and agency, as the annual report of the gateway does. */
import type { Entry } from './recount-entries.ts';

export interface YearReport {
  readonly year: string;
  readonly entries: readonly {
    /** `YYYY-MM`. */
    readonly month: string;
    readonly kind: string;
    readonly agency: string | null;
    readonly entries: number;
  }[];
}

export interface RecountedYear {
  /** Takes the next published entry. */
  take(entry: Pick<Entry, 'agency' | 'kind' | 'minute'>): void;
  report(): YearReport;
}

/** @throws Error if the text is not a year */
export function recountYear(year: string): RecountedYear {
  if (!/^20\d\d$/.test(year)) throw new Error('`--year` must be a year with four digits, e.g. 2026');
  const counts = new Map<string, YearReport['entries'][number]>();
  return {
    take({ agency, kind, minute }) {
      if (!minute.startsWith(`${year}-`)) return;
      const month = minute.slice(0, 7);
      const key = `${month} ${kind} ${agency ?? ''}`;
      counts.set(key, { month, kind, agency, entries: (counts.get(key)?.entries ?? 0) + 1 });
    },
    report: () => {
      const sorted = [...counts].sort(([one], [other]) => (one < other ? -1 : 1));
      return { year, entries: sorted.map(([, count]) => count) };
    },
  };
}

export function sayYear({ entries, year }: YearReport): string[] {
  if (entries.length === 0) return [`year ${year}: no entry is published`];
  return [
    `year ${year}, entries by month, kind and agency:`,
    ...entries.map(
      ({ agency, entries: count, kind, month }) => `  ${month} ${kind} ${agency ?? '-'}: ${count}`,
    ),
  ];
}
