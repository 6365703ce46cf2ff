/** Reads `incidents.json`: which incidents each purpose takes, which a person looks at first, and how far a window may reach. */
import {
  GRADES,
  type Grade,
  INCIDENT_KINDS,
  INCIDENT_VEHICLES,
  type IncidentKind,
  type IncidentVehicle,
  REPORTED_BY,
  type ReportedBy,
} from '../terms/incident.ts';
import { OFFENSE_SYSTEMS, type OffenseSystem } from '../terms/query.ts';
import { type Duration, durationOf } from './duration.ts';
import table from './incidents.json' with { type: 'json' };

/** Says what an incident may be of, and what a person must look at. */
export interface KindRow {
  readonly permit: readonly IncidentVehicle[];
  readonly review: readonly IncidentVehicle[];
}

/** Bounds the reads that are about an incident. Durations are ISO 8601; null: until now. */
export interface WindowRow {
  readonly from: 'occurred' | 'now';
  readonly before: Duration;
  readonly after: Duration | null;
}

export interface IncidentRow {
  readonly kinds: ReadonlyMap<IncidentKind, KindRow>;
  readonly window: WindowRow;
  /** Limits the window of a query that states no incident. */
  readonly longestWithout: Duration;
  /** True where one line of words is needed beside the incident. */
  readonly words: boolean;
  /** True where a life may be in danger, and whatever the line says it is passed if it is not prohibited. */
  readonly anyWords: boolean;
}

/** Holds an incident for a person wherever every condition that it names is met. */
export interface HoldRow {
  readonly detail: string;
  readonly clause: string;
  readonly purposes?: readonly string[];
  readonly exceptPurposes?: readonly string[];
  readonly kinds?: readonly IncidentKind[];
  readonly vehicles?: readonly IncidentVehicle[];
  readonly reportedBy?: readonly ReportedBy[];
  readonly exceptGrade?: Grade;
  readonly grade?: Grade;
  /** Beginnings of codes: `23` stands for 23A to 23H. */
  readonly offenses?: Readonly<Record<OffenseSystem, readonly string[]>>;
}

/** Throws at load where a list names what there is not: a row that can never be met would hold nothing. */
function known<T extends string>(values: readonly string[], list: readonly T[]): readonly T[] {
  const strange = values.find((value) => !(list as readonly string[]).includes(value));
  if (strange !== undefined) throw new Error(`incidents.json names \`${strange}\`, which is on no list`);
  return values as readonly T[];
}

type PurposeTable = (typeof table.purposes)[keyof typeof table.purposes];

function rowOf(given: PurposeTable): IncidentRow {
  const kinds = Object.entries(given.kinds as Readonly<Record<string, Record<keyof KindRow, string[]>>>);
  return {
    kinds: new Map(
      kinds.map(([kind, { permit, review }]) => [
        known([kind], INCIDENT_KINDS)[0] as IncidentKind,
        { permit: known(permit, INCIDENT_VEHICLES), review: known(review, INCIDENT_VEHICLES) },
      ]),
    ),
    window: {
      from: given.window.from === 'now' ? 'now' : 'occurred',
      before: durationOf(given.window.before),
      after: given.window.after === 'until_now' ? null : durationOf(given.window.after),
    },
    longestWithout: durationOf(given.longestWithout),
    words: 'words' in given,
    anyWords: 'words' in given && given.words === 'any',
  };
}

const ROWS: ReadonlyMap<string, IncidentRow> = new Map(
  Object.entries(table.purposes).map(([code, given]) => [code, rowOf(given)]),
);

/** The rows of an approved purpose; undefined for every other, and for one that takes no incident. */
export function incidentRowOf(purpose: string): IncidentRow | undefined {
  return ROWS.get(purpose);
}

export const HOLDS: readonly HoldRow[] = (table.holds as readonly HoldRow[]).map((row) => {
  known(row.kinds ?? [], INCIDENT_KINDS);
  known(row.vehicles ?? [], INCIDENT_VEHICLES);
  known(row.reportedBy ?? [], REPORTED_BY);
  known([...(row.purposes ?? []), ...(row.exceptPurposes ?? [])], [...ROWS.keys()]);
  known(
    [row.grade, row.exceptGrade].filter((grade) => grade !== undefined),
    GRADES,
  );
  known(Object.keys(row.offenses ?? {}), OFFENSE_SYSTEMS);
  return row;
});
