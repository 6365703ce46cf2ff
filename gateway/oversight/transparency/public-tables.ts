/** Defines the tables that the public is shown once, for the page, the files and the command. */
import type { EventKind } from './sharing-events-store.ts';
import type { Transparency } from './transparency.schema.ts';

export type Cell = string | number | null;

/** The content of a cell whose count is withheld. */
export const WITHHELD = 'withheld';

export const TABLE_NAMES = [
  ...(['agencies', 'refused', 'purposes', 'reasons', 'months', 'own_use', 'events'] as const),
  ...(['misuse', 'hits', 'audits', 'retention', 'prohibited', 'log', 'policy'] as const),
] as const;
export type TableName = (typeof TABLE_NAMES)[number];

export interface PublicTable {
  readonly caption: string;
  /** The clause of Cal. Civ. Code 1798.90.51 that the table answers. */
  readonly clause: string;
  readonly columns: readonly string[];
  readonly rows: (told: Transparency) => readonly (readonly Cell[])[];
}

const ANSWERS = ['All answers', 'Released', 'Held for a reviewer', 'Refused'];
const shown = (count: number | null): Cell => count ?? WITHHELD;
const answersIn = (row: Transparency['totals']) =>
  [row.answers, row.released, row.held, row.refused].map(shown);
const day = (time: string | null) => time?.slice(0, 10) ?? null;
/** Cuts a time to the minute, as in the public log. */
const minute = (time: string) => `${time.slice(0, 16)}Z`;
const listed = (words: readonly string[]) => words.join('; ');

const KINDS: Readonly<Record<EventKind, string>> = {
  grant_approved: 'Grant approved: sharing begins',
  revoked: 'Revoked: sharing ends',
  halted: 'Halted',
  resumed: 'Resumed',
};
/** The number of events on the page and in the feed, which readers fetch again and again; the files have more. */
export const MOST_SHOWN_EVENTS = 50;

/** Names an event's row on the page. */
export function eventId({ index }: Pick<Transparency['events']['newest'][number], 'index'>): string {
  return `entry-${index}`;
}

/** Tells the public what happened. */
export function eventInWords(
  { agency, kind, nothingInForce }: Transparency['events']['newest'][number],
  { owner }: Pick<Transparency, 'owner'>,
): string {
  if (agency?.ori === owner.ori) return kind === 'revoked' ? 'Own use revoked' : 'Own use approved';
  return nothingInForce ? 'Revoked in advance: nothing was shared' : KINDS[kind];
}
export const RULES = {
  approved: 'Approved',
  prohibited: 'Prohibited',
  not_approved: 'Not approved',
} as const;
const STATES = { done: 'Done', due: 'Due', overdue: 'Overdue' } as const;

export const PUBLIC_TABLES: Readonly<Record<TableName, PublicTable>> = {
  agencies: {
    caption: 'Agencies that plates are shared with',
    clause: '1798.90.51(b)(2)(D)',
    columns: [
      ...['Agency', 'ORI', 'Class', 'County', 'Since', 'Until', 'Purposes', 'What is shared'],
      'Days back',
    ],
    rows: ({ agencies, purposes }) => {
      const titles = new Map(purposes.map(({ code, title }) => [code, title]));
      return agencies.map((agency) => [
        ...[agency.name, agency.ori, agency.class, agency.county, day(agency.since), day(agency.until)],
        listed(agency.purposes.map((code) => titles.get(code) ?? code)),
        listed(agency.dataClasses.map((kind) => kind.replaceAll('_', ' '))),
        agency.lookBackDays,
      ]);
    },
  },
  refused: {
    caption: 'Refused agencies',
    clause: '1798.90.51(b)(2)(D)',
    columns: ['Agency', 'ORI', 'Class', 'State', 'Why', 'Clause', 'Asked', 'Refused for'],
    rows: ({ refused }) =>
      refused.map(({ asked, class: kind, name, ori, reasons, refusedFor, state }) => [
        ...[name, ori, kind, state],
        listed(reasons.map(({ code, detail }) => (detail === undefined ? code : `${code}: ${detail}`))),
        listed([...new Set(reasons.map(({ clause }) => clause))]),
        asked ? 'yes' : 'no',
        listed(refusedFor),
      ]),
  },
  purposes: {
    caption: 'Queries by purpose',
    clause: '1798.90.51(b)(2)(A)',
    columns: ['Purpose', 'Code', 'Rule', ...ANSWERS],
    rows: ({ purposes, totals }) => [
      ...purposes.map((row) => [row.title, row.code, RULES[row.rule], ...answersIn(row)]),
      ['All purposes', null, null, ...answersIn(totals)],
    ],
  },
  reasons: {
    caption: 'Refusals by reason',
    clause: '1798.90.51(b)(2)(D)',
    columns: ['Reason', 'Meaning', 'Clause', 'Refusals'],
    rows: ({ reasons }) =>
      reasons.map(({ clause, code, means, refusals }) => [code, means, clause, shown(refusals)]),
  },
  months: {
    caption: 'Queries by month',
    clause: '1798.90.51(b)(2)(C)',
    columns: ['Month', ...ANSWERS, 'Further pages'],
    rows: ({ months }) => months.map((row) => [row.month, ...answersIn(row), shown(row.furtherPages)]),
  },
  own_use: {
    caption: 'Own use of the reads',
    clause: '1798.90.51(b)(2)(C)',
    columns: ['Asked by', ...ANSWERS, 'Further pages'],
    rows: ({ owner, ownUse }) => [[owner.name, ...answersIn(ownUse), shown(ownUse.furtherPages)]],
  },
  events: {
    caption: 'Grants and revocations',
    clause: '1798.90.51(b)(2)(D)',
    columns: ['Log entry', 'When', 'What', 'Agency', 'ORI', 'Grant', 'Took, ms'],
    rows: (told) =>
      told.events.newest.map((event) => {
        const { agency, at, grant, index, tookMs } = event;
        const who = agency === null ? 'All agencies' : (agency.name ?? agency.ori);
        return [index, minute(at), eventInWords(event, told), who, agency?.ori ?? null, grant, tookMs];
      }),
  },
  misuse: {
    caption: 'Reports of misuse',
    clause: '1798.90.51(b)(2)(C)',
    columns: ['Reports', 'Number'],
    rows: ({ misuse }) => [
      ['All', shown(misuse.reports)],
      ['Waiting for the Chief', shown(misuse.open)],
      ['Of these, overdue', shown(misuse.overdue)],
      ['Founded', shown(misuse.founded)],
      ['Unfounded', shown(misuse.unfounded)],
      ['Refused, nothing left', shown(misuse.refusedNothingLeft)],
    ],
  },
  hits: {
    caption: 'Hits that were wrong',
    clause: '1798.90.51(b)(2)(F)',
    columns: ['Hits of the last 365 days', 'Number'],
    rows: ({ hits }) => [
      ['Decided by a person', shown(hits.decided)],
      ['Wrong: another vehicle', shown(hits.otherVehicle)],
      ['Wrong: the entry', shown(hits.entryWrong)],
      ['Wrong: the plate was misread', shown(hits.plateMisread)],
      ['Not found wrong', shown(hits.notWrong)],
      ['Reported as wrong by officers', shown(hits.reported)],
      ['Reports and findings lifted by two persons', shown(hits.lifted)],
    ],
  },
  audits: {
    caption: 'Monthly audits',
    clause: '1798.90.51(b)(2)(C)',
    columns: ['Month', 'State', 'Completed', 'Log entry', 'Yes', 'No', 'Nothing to judge'],
    rows: ({ audits }) =>
      audits.map(({ completedAt, index, month, no, nothingToJudge, state, yes }) => [
        ...[month, STATES[state], day(completedAt), index, yes, no, nothingToJudge],
      ]),
  },
  retention: {
    caption: 'Retention',
    clause: '1798.90.51(b)(2)(G)',
    columns: ['What', 'Kept', 'Why'],
    rows: ({ retention }) => retention.map(({ kept, what, why }) => [what, kept, why]),
  },
  prohibited: {
    caption: 'What is prohibited',
    clause: '1798.90.51(b)(2)(A)',
    columns: ['Purpose', 'Code', 'Rule', 'Clause'],
    rows: ({ prohibited }) =>
      prohibited.map(({ clause, code, rule, title }) => [title, code, RULES[rule], clause]),
  },
  log: {
    caption: 'Log and witnesses',
    clause: '1798.90.51(a)',
    columns: ['Fact', 'Value'],
    rows: ({ counted, log }) => [
      ['Origin', log.origin],
      ['Verifier key', log.verifierKey],
      ['Entries', log.size],
      ['Root hash', log.root],
      ['Entries counted in these tables', counted.entries],
      ['Answers counted through', counted.through],
      ['Begun', day(counted.since)],
      ['Witnesses', log.witnesses.length === 0 ? log.witnessed : listed(log.witnesses)],
      ...(log.witnesses.length === 0 ? [] : [['Confirmed by witnesses', log.witnessed]]),
    ],
  },
  policy: {
    caption: 'Usage and privacy policy',
    clause: '1798.90.51(b)(2)',
    columns: ['Clause of Cal. Civ. Code', 'What it asks for', 'Answer'],
    rows: ({ policy }) => policy.map(({ answer, asks, clause }) => [clause, asks, answer]),
  },
};
