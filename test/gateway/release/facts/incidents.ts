/** Incidents of one agency as its officers state them, under a key of the tests. */
import { createHmac } from 'node:crypto';
import { type IncidentCodes, incidentCodesOf } from '../../../../gateway/release/facts/incident-codes.ts';
import type { Incident } from '../../../../sharing-rules/terms/incident.ts';
import type { Purpose, Query } from '../../../../sharing-rules/terms/query.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const NOW = Date.UTC(2026, 2, 2, 18);

export interface Facts {
  readonly plate?: string;
  readonly officer?: string;
  readonly agencyId?: number;
  readonly purpose?: Partial<Purpose>;
  readonly incident?: Partial<Incident>;
}

export function queryOf({ incident, plate = 'ABC123', purpose }: Facts = {}): Query {
  const stated: Incident = {
    ...{ kind: 'offense', occurred: { from: NOW - DAY }, place: { city: 'Brighton' }, vehicle: 'stolen' },
    ...{ reportedBy: 'victim', affirmed: true },
    ...incident,
  };
  const offense = { system: 'nibrs', code: '240' } as const;
  return {
    purpose: { code: 'stolen_vehicle', offense, caseNumber: '2026-4711', incident: stated, ...purpose },
    ...{ plate: { number: plate, match: 'exact' }, from: NOW - DAY, to: NOW, limit: 50 },
  };
}

export function codesOf(facts: Facts = {}): IncidentCodes {
  const code = (...parts: readonly (string | number)[]) =>
    createHmac('sha256', 'key').update(JSON.stringify(parts)).digest();
  const who = { agencyId: facts.agencyId ?? 7, officer: facts.officer ?? 'd-1001' };
  const codes = incidentCodesOf(queryOf(facts), who, code);
  if (codes === null) throw new Error('nothing is told');
  return codes;
}
