/** What became of the planted misuse, and how often honest work was taken for it. */
import type { Reason } from '../../sharing-rules/terms/decision.ts';
import type { Answered, Month } from './run-month.ts';

export interface MonthFigures {
  readonly queries: number;
  readonly honest: number;
  /** Of these what was told by choosing, and how many of it were stopped or reported without need. */
  readonly honestIncidents: number;
  readonly falseAlarmsOfIncidents: readonly string[];
  readonly plantedCases: number;
  readonly plantedQueries: number;
  /** Planted cases of which nothing was refused, held or reported: names. */
  readonly missed: readonly string[];
  /** Planted cases that did not end as they ought to: names. */
  readonly otherwise: readonly string[];
  readonly reports: number;
  /** Reports that show nothing but honest work. */
  readonly falseReports: readonly string[];
  /** Honest queries refused, held beyond what the policy asks, or in a false report. */
  readonly falseAlarms: readonly { readonly why: string; readonly words: string; readonly told: boolean }[];
  readonly falseAlarmShare: number;
  readonly released: number;
  readonly heldByPolicy: number;
}

export function judgeMonth({ answered, planted, reports }: Month): MonthFigures {
  const byIndex = new Map(answered.map((one) => [one.index, one]));
  const ofCase = new Map<string, Answered[]>();
  for (const one of answered) {
    const { planted: name } = one.asked;
    if (name !== null) ofCase.set(name, [...(ofCase.get(name) ?? []), one]);
  }
  const reportedAs = (name: string) =>
    reports
      .filter(({ entries }) => entries.some((index) => byIndex.get(index)?.asked.planted === name))
      .map(({ kind }) => kind);
  const missed: string[] = [];
  const otherwise: string[] = [];
  for (const { name, expect } of planted) {
    const queries = ofCase.get(name) ?? [];
    const stopped = queries.filter(({ outcome }) => outcome.kind !== 'released').length;
    const kinds = reportedAs(name);
    if (stopped === 0 && kinds.length === 0) missed.push(name);
    if (expect.stopped && stopped < queries.length)
      otherwise.push(`${name}: ${queries.length - stopped} released`);
    if (expect.reported !== null && !kinds.includes(expect.reported)) otherwise.push(`${name}: not reported`);
  }
  const falseReports = reports.filter(({ entries }) =>
    entries.every((index) => byIndex.get(index)?.asked.planted === null),
  );
  const inFalseReport = new Set(falseReports.flatMap(({ entries }) => entries));
  const honest = answered.filter(({ asked }) => asked.planted === null);
  const falseAlarms = honest.flatMap((one) => {
    const why = inFalseReport.has(one.index) ? 'reported' : wrongly(one);
    return why === null ? [] : [{ why, words: one.asked.purpose.justification ?? '', told: isTold(one) }];
  });
  return {
    queries: answered.length,
    honest: honest.length,
    honestIncidents: honest.filter(isTold).length,
    falseAlarmsOfIncidents: falseAlarms.flatMap(({ told, why }) => (told ? [why] : [])),
    plantedCases: planted.length,
    plantedQueries: answered.length - honest.length,
    missed,
    otherwise,
    reports: reports.length,
    falseReports: falseReports.map(({ kind, entries }) => `${kind}: ${entries.length}`),
    falseAlarms,
    falseAlarmShare: falseAlarms.length / honest.length,
    released: answered.filter(({ outcome }) => outcome.kind === 'released').length,
    heldByPolicy: honest.filter(({ asked, outcome }) => asked.heldByPolicy && outcome.kind === 'held').length,
  };
}

const isTold = ({ asked }: Answered) => asked.purpose.incident !== undefined;

/** Why honest work was stopped without need; null where it was not. */
function wrongly({ asked, outcome }: Answered): string | null {
  if (outcome.kind === 'released') return null;
  if (outcome.kind !== 'held' && outcome.kind !== 'denied') return outcome.kind;
  if (asked.heldByPolicy && outcome.kind === 'held') return null;
  if (asked.slip && outcome.kind === 'denied') return null;
  return `${outcome.kind}: ${outcome.decision.reasons.map(({ code, detail }: Reason) => `${code} ${detail ?? ''}`)}`;
}
