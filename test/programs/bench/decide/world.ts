/** A synthetic registry of any size, and the queries that the deciders are asked. */

import type { Agency, Grant, Ori } from '../../../../sharing-rules/terms/agency.ts';
import type { DecisionInput, Limits } from '../../../../sharing-rules/terms/decision.ts';
import { OFFENSES } from '../../../../sharing-rules/terms/offenses.ts';
import { PURPOSES } from '../../../../sharing-rules/terms/purposes.ts';
import type { Purpose } from '../../../../sharing-rules/terms/query.ts';
import { buildRegistry, type Registry } from '../../../../sharing-rules/terms/registry.ts';
import { DAY } from '../../../../sharing-rules/terms/retention.ts';

const NOW = Date.UTC(2026, 0, 15, 12);
export const OWNER = 'CO0010300' as Ori;

/** What the peers must refuse beside the grants, taken from the same data as the rules. */
export const PROHIBITED_PURPOSES = PURPOSES.filter(({ answer }) => answer === 'prohibited').map(
  ({ code }) => code,
);
export const PROHIBITED_OFFENSES = OFFENSES.filter(({ kind, system }) => {
  return system !== 'crs' && ['immigration', 'minor_traffic', 'protected_health'].includes(kind);
}).map(({ system, code }) => `${system}:${code}`);

export interface Request {
  readonly ori: Ori;
  readonly input: Omit<DecisionInput, 'agency' | 'grant'>;
  readonly expected: 'permit' | 'deny';
}

export interface World {
  readonly registry: Registry;
  /** The query of that number, made at each call; cases and agencies take turns. */
  readonly request: (index: number) => Request;
}

const GRANTED = ['stolen_vehicle', 'violent_crime', 'missing_endangered', 'hit_and_run'];

/** What is known of an agency before it is looked up. */
type Named = Pick<Agency, 'id' | 'ori'>;

const named = (id: number): Named => ({ id, ori: `CO${String(id).padStart(7, '0')}` as Ori });

function agency({ id, ori }: Named, changes: Partial<Agency> = {}): Agency {
  return {
    ...{ id, ori, oris: [ori], name: `Agency ${id}`, class: 'municipal', state: 'CO', county: null },
    ...{
      boundByArticle74: true,
      has287g: false,
      federalMembers: false,
      status: 'active',
      roster: 1_000,
      epoch: 0,
    },
    agreement: {
      ...{ reference: `A-${id}`, signedOn: NOW - 30 * DAY, expiresOn: null },
      ...{ article74: true, officerMfa: true },
    },
    certification: { signer: 'Synthetic Signer', signedOn: NOW - 30 * DAY },
    ...changes,
  };
}

function grant({ id: agencyId }: Named, changes: Partial<Grant> = {}): Grant {
  return {
    ...{ id: `grant-${agencyId}`, agencyId, purposes: GRANTED, dataClasses: ['reads'], lookBackDays: 30 },
    ...{ dailyRecords: 1_000, validFrom: NOW - 20 * DAY, validUntil: NOW + 200 * DAY, status: 'active' },
    ...changes,
  };
}

/** One object, as the owner's configuration is. */
const LIMITS: Limits = {
  ...{ retentionDays: 30, recordsPerQuery: 200, agencyRecordsPerDay: 5_000, officerRecordsPerDay: 500 },
  ...{ areaWindow: DAY, areaRadiusMetres: 1_000, areaCameras: 10, partialCharacters: 4 },
  ...{ sessionAge: DAY / 2, futureSkew: 60_000 },
};

/** From the name alone: making a query must not warm the cache for the look-up that is measured. */
function query({ id: agencyId, ori }: Named, { purpose, expected }: Case): Request {
  const input: Request['input'] = {
    ...{
      now: NOW,
      owner: OWNER,
      halted: false,
      dataClass: 'reads',
      officer: 'active',
      findings: [],
      approval: null,
    },
    subject: {
      ...{
        kind: 'system',
        issuer: 'https://issuer.example',
        clientId: 'client',
        agencyId,
        ori,
        personId: null,
      },
      ...{ roles: [], mfa: false, authenticatedAt: null, senderConstrained: true },
    },
    query: {
      ...{ purpose, plate: { number: 'ABC123', match: 'exact' }, from: NOW - 5 * DAY, to: NOW, limit: 50 },
      onBehalfOf: { id: 'officer-1', name: 'Synthetic Officer', ori },
    },
    judicialProcessVerified: false,
    usage: { agencyRecordsToday: 10, officerRecordsToday: 5, releasing: 0 },
    limits: LIMITS,
  };
  return { ori, input, expected };
}

const stated = { caseNumber: 'CC-2026-00123', justification: 'vehicle taken from a driveway this morning' };
const theft: Purpose = { ...stated, code: 'stolen_vehicle', offense: { system: 'nibrs', code: '240' } };
const murder: Purpose = { ...stated, code: 'violent_crime', offense: { system: 'nibrs', code: '09A' } };
const smuggling: Purpose = { ...stated, code: 'violent_crime', offense: { system: 'nibrs', code: '30C' } };
const removal: Purpose = { ...stated, code: 'stolen_vehicle', offense: { system: 'ncic', code: '8004' } };

const FEDERAL = named(9_000_001);
const ENDED = named(9_000_002);
const REVOKED = named(9_000_003);
const WITHOUT_GRANT = named(9_000_004);

interface Case {
  readonly purpose: Purpose;
  readonly expected: Request['expected'];
  /** One of the agencies that must be refused; else any partner. */
  readonly asker?: Named;
}

export const CASES: readonly Case[] = [
  { purpose: theft, expected: 'permit' },
  { purpose: theft, expected: 'deny', asker: FEDERAL },
  { purpose: murder, expected: 'permit' },
  { purpose: theft, expected: 'deny', asker: ENDED },
  { purpose: { ...stated, code: 'missing_endangered' }, expected: 'permit' },
  { purpose: theft, expected: 'deny', asker: REVOKED },
  { purpose: theft, expected: 'permit' },
  { purpose: theft, expected: 'deny', asker: WITHOUT_GRANT },
  { purpose: { ...stated, code: 'hit_and_run' }, expected: 'permit' },
  { purpose: { ...stated, code: 'child_exploitation' }, expected: 'deny' },
  { purpose: smuggling, expected: 'deny' },
  { purpose: { ...stated, code: 'immigration_civil' }, expected: 'deny' },
  { purpose: removal, expected: 'deny' },
];

/** Shares no factor with the sizes, so that partners come in no order, and in the same one each run. */
const STRIDE = 7_919;

/** Above the owner's own ORI, which asks nobody. */
const FIRST = 1_000_000;

/** Builds so many grants, one for each agency, and one agency more that has none. */
export function buildWorld(grants: number): World {
  const partners = Array.from({ length: grants - 3 }, (_, index) => named(FIRST + index));
  const registry = buildRegistry({
    owner: OWNER,
    halted: false,
    agencies: [
      ...partners.map((partner) => agency(partner)),
      agency(FEDERAL, { class: 'federal' }),
      ...[ENDED, REVOKED, WITHOUT_GRANT].map((refused) => agency(refused)),
    ],
    grants: [
      ...partners.map((partner) => grant(partner)),
      grant(FEDERAL),
      grant(ENDED, { validUntil: NOW }),
      grant(REVOKED, { status: 'revoked' }),
    ],
  });
  const request = (index: number) => {
    const asked = CASES[index % CASES.length] as Case;
    return query(asked.asker ?? (partners[(index * STRIDE) % partners.length] as Named), asked);
  };
  return { registry, request };
}
