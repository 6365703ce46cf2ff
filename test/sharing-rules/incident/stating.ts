/** Queries that state an incident which is in order for their purpose, for tests that change one fact of it. */
import type { DecisionInput } from '../../../sharing-rules/terms/decision.ts';
import type { Incident, IncidentKind, IncidentVehicle } from '../../../sharing-rules/terms/incident.ts';
import { OFFENSES } from '../../../sharing-rules/terms/offenses.ts';
import { PURPOSES } from '../../../sharing-rules/terms/purposes.ts';
import type { Purpose, Query } from '../../../sharing-rules/terms/query.ts';
import { inputOf } from '../read-corpus.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

const BASE = inputOf({ base: 'adams-incident', given: {} });
const WARRANT = inputOf({ base: 'adams-warrant', given: {} }).query.purpose.judicialProcess;
const ORDER = inputOf({ base: 'adams-court-order', given: {} }).query.purpose.judicialProcess;
export const NOW = BASE.now;

/** Purposes that need one line of words beside the incident (design: "what happened, told by choosing"). */
export const NEED_A_LINE = [
  ...['exigent_life_safety', 'human_trafficking', 'drug_distribution'],
  ...['prosecution_discovery', 'judicial_process'],
];

/** Purposes that a person looks at whatever is stated: what lifts that is no matter of incidents. */
const LIFTED = { lifts: ['purpose_not_approved', 'judicial_process_unverified'] } as const;

/** An offense that the purpose covers, and that is a felony without a doubt; else robbery. */
function offenseOf(code: string): Purpose['offense'] {
  const found = OFFENSES.find(({ kind, purposes }) => kind === 'ordinary' && purposes.has(code));
  const { system, code: own } = found ?? { system: 'nibrs', code: '120' };
  return { system, code: own };
}

export const APPROVED = PURPOSES.filter(({ answer }) => answer === 'approved').map(({ code }) => code);

interface Stated {
  readonly kind: IncidentKind;
  readonly vehicle: IncidentVehicle;
  readonly incident?: Partial<Incident>;
  readonly purpose?: Partial<Purpose>;
  readonly query?: Partial<Query>;
}

/** The purpose with everything that it needs beside the incident; of words only the line that it cannot do without. */
export function stating(code: string, { incident, kind, purpose, query, vehicle }: Stated): DecisionInput {
  const isProsecution = code === 'prosecution_discovery';
  const agency = { ...BASE.agency, ...(isProsecution ? { class: 'prosecutor' } : {}) };
  const occurred = { from: NOW - 36 * HOUR };
  return {
    ...BASE,
    agency: agency as DecisionInput['agency'],
    approval: LIFTED,
    judicialProcessVerified: true,
    query: {
      ...BASE.query,
      purpose: {
        code,
        ...{ offense: offenseOf(code), caseNumber: isProsecution ? '2026CR000321' : '2026-004711' },
        ...(NEED_A_LINE.includes(code) ? { justification: 'see the file' } : {}),
        ...(code === 'exigent_life_safety' ? { supervisor: 'Sergeant Example Three' } : {}),
        ...(code === 'arrest_warrant' ? { judicialProcess: WARRANT } : {}),
        ...(code === 'judicial_process' ? { judicialProcess: ORDER } : {}),
        incident: {
          ...{ kind, vehicle, occurred, place: { city: 'Brighton' }, reportedBy: 'victim' },
          ...{ grade: 'felony', affirmed: true },
          ...incident,
        } as Incident,
        ...purpose,
      } as Purpose,
      ...query,
    },
  };
}
