/**
 * Examples of invented agencies' cases, plates and officers, as in the README, by the name of the schema. A body that is made
 * of a table of terms may have its own beside its schema, as `examples`.
 */
import type { Schema } from '../schemas/shapes.ts';
import { AGREEMENT_EXAMPLES } from './agreement-example.ts';
import { VENDOR_EXAMPLES } from './vendor-examples.ts';

const ID = '7b0c6b7e-3a52-4a3d-9f0c-6a4f6a1f2b3c';
const HASH = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';
const REASON = { reason: 'the agreement was ended by letter of 20 November' };

const purpose = {
  code: 'stolen_vehicle',
  caseNumber: 'CR-2026-0142',
  offense: { system: 'nibrs', code: '240' },
  incident: {
    kind: 'offense',
    occurred: { from: '2026-11-24T07:30:00Z' },
    place: { city: 'Commerce City' },
    vehicle: 'stolen',
    reportedBy: 'victim',
    affirmed: true,
  },
};
const onBehalfOf = { id: 'officer-1', name: 'Officer Sample', ori: 'CO0010000' };
const agreement = { reference: 'MOU 2026-014', signedOn: '2026-11-02', article74: true, officerMfa: true };
const certification = { signer: 'Chief Example', signedOn: '2026-11-05' };

const window = { from: '2026-11-24T00:00:00Z', to: '2026-11-25T00:00:00Z' };
const query = { purpose, onBehalfOf, plate: { number: 'DEMO001' }, ...window };

const BODY_EXAMPLES: Readonly<Record<string, unknown>> = {
  Query: query,
  Ask: { ...query, at: ['CO0010100', 'CO0010200'] },
  NextOf: { ori: 'CO0010100' },
  Evaluation: {
    subject: { type: 'officer', id: 'officer-1', properties: { name: 'Officer Sample', ori: 'CO0010000' } },
    action: { name: 'query' },
    resource: { type: 'plate', id: 'DEMO001' },
    context: { purpose, ...window },
  },
  ...VENDOR_EXAMPLES,
  Cursor: { cursor: 'eyJmb2xsb3dzIjoi_3Zn' },
  StandingQuery: {
    purpose,
    onBehalfOf,
    plate: { number: 'DEMO001', state: 'CO' },
    expiresAt: '2026-12-01T00:00:00Z',
  },
  WrongHit: { is: 'other_vehicle', note: 'a gray pickup, not the motorcycle of the entry' },
  HotListMatching: { lookalike: true },
  HotListSync: { allowShrink: false },
  HotListPush: { partner: 'CO0010000' },
  ServedProcess: {
    kind: 'subpoena',
    issuer: 'Adams County District Court',
    servedAt: '2026-11-24',
    scope: { persons: ['Jordan Example'], plates: ['DEMO001'], from: '2026-11-01', to: '2026-11-20' },
    duties: [{ duty: 'answer', by: '2026-12-08' }],
  },
  DutyDone: { note: 'answered by letter' },
  ...AGREEMENT_EXAMPLES,
  OfficerSearch: { reference: 'officer-1', agency: 'CO0010000' },
  Agency: {
    ori: 'CO0010200',
    name: 'Brighton Police Department',
    class: 'municipal',
    state: 'CO',
    county: 'Adams',
    boundByArticle74: true,
    has287g: false,
    federalMembers: false,
    status: 'active',
    roster: 80,
    agreement,
    certification,
  },
  AgencyChange: { roster: 95 },
  Reason: REASON,
  OptionalReason: REASON,
  GrantProposal: {
    partner: 'CO0010200',
    purposes: ['stolen_vehicle', 'missing_endangered'],
    dataClasses: ['reads', 'hits'],
    lookBackDays: 14,
    dailyRecords: 1000,
    validUntil: '2027-05-01T00:00:00Z',
    agreement,
    certification,
  },
  Nothing: {},
  RosterFile: {
    csv: 'reference,name,employerOri,federalDetail,trainedOn\nofficer-1,Officer Sample,CO0010000,no,2026-09-14\n',
    dryRun: true,
  },
  ReviewApproval: { reason: 'the case and the warrant were read and fit the query', verdict: 'honest' },
  ReviewRefusal: { reason: 'the case is about something else', verdict: 'mistaken' },
  MisuseReport: {
    kind: 'off_duty_query',
    summary: 'queries at times when the officer was not on duty',
    agency: 'CO0010000',
    entries: [41, 42],
  },
  MisuseAssignment: { owner: ID, dueAt: '2026-12-11T17:00:00Z' },
  MisuseClosing: { outcome: 'unfounded', note: 'the officer had been called in; the roster shows it' },
  AuditSearch: { kind: 'release', from: '2026-11-24', plate: 'DEMO001', details: true, limit: 50 },
  AuditExport: { caseNumber: 'CR-2026-0142', format: 'csv' },
  EvidenceOrder: { index: 42, caseNumber: 'CR-2026-0142', format: 'json' },
  PreservationProposal: {
    ...{ caseNumber: purpose.caseNumber, purpose, plate: { number: 'DEMO001' } },
    ...{ from: '2026-11-24T00:00:00Z', to: '2026-11-25T00:00:00Z', until: '2027-03-31T23:59:59Z' },
    reason: 'trial set for March',
  },
  PreservedOrder: { caseNumber: purpose.caseNumber },
  RecordsAnswers: {
    answers: [
      {
        ...{ index: 1503, caseExists: true, plateNamed: true, date: '2026-11-23' },
        offense: { system: 'nibrs', code: '240' },
      },
      { index: 1507, caseExists: false, plateNamed: false },
    ],
  },
  RecordsExplanation: {
    note: 'the plate was added to the case on Monday, when the owner had found the papers',
  },
  RecordsClosing: { outcome: 'accepted', note: 'the supplement of Monday names the plate' },
  MonthlyAuditOrder: { month: '2026-10', sampleRead: true, employeesCompared: true, vendorSharingOff: true },
};

/** Returns the example of a body. */
export function exampleOfBody({ $id, examples }: Schema): unknown {
  return (examples as readonly unknown[] | undefined)?.[0] ?? BODY_EXAMPLES[$id as string];
}

const partial = { code: 'plate_too_short', clause: 'Policy 420.7', detail: 'partial_plate' };

/** Makes an example with invented hashes: `partner-kit/test-vectors/` has an answer that verifies. */
function receiptOf(kind: string, effect: string, reasons: readonly object[], found: object = {}) {
  const entry = { agency: onBehalfOf.ori, commitment: HASH, effect, epoch: 12, grant: ID, kind };
  const asked = {
    kind,
    officer: onBehalfOf,
    purpose: { caseNumber: purpose.caseNumber, code: purpose.code },
  };
  const said = { agency: onBehalfOf.ori, at: '2026-11-24T22:10:05.118Z', effect, id: ID, ...asked };
  return {
    index: 41,
    entry: JSON.stringify({ ...entry, minute: '2026-11-24T22:10Z', v: 1 }),
    asker: {
      salt: HASH,
      detail: JSON.stringify({ ...said, queryHash: HASH, ...found, reasons, subjectId: ID }),
    },
    ownerHash: HASH,
    leafHash: HASH,
    proof: [HASH],
    checkpoint:
      'alpr.example.gov/log\n42\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n— alpr.example.gov/log Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n',
  };
}
const lowered = { epoch: 57, index: 57, drained: 2, aborted: 0, expiredNodes: 0 };
const decision = { effect: 'permit', reasons: [], obligations: [{ code: 'verify_before_action' }] };

export const ANSWER_EXAMPLES: Readonly<Record<string, unknown>> = {
  Release: {
    releaseId: ID,
    decision: { ...decision, rulesRevision: 'a1b2c3d4' },
    reads: [
      {
        readId: '0f8fad5b-d9cb-469f-a165-70867728950e',
        capturedAt: '2026-11-24T21:07:30.000Z',
        plate: 'DEMO001',
        plateState: 'CO',
        confidence: 0.94,
        camera: { id: 'cam-07', name: 'Dahlia Street at 72nd Avenue', lat: 39.8272, lon: -104.9311 },
        direction: 'N',
        vehicle: { make: 'SUBA', model: 'OUTBACK', color: 'BLU', bodyStyle: null },
      },
    ],
    next: null,
    notice:
      'Unconfirmed lead. Verify plate, state and status by sight and through dispatch before you act (Policy 420). ' +
      'For the stated purpose and case only; never for immigration enforcement (C.R.S. 24-74-103).',
    receipt: receiptOf('release', 'permit', [], { readsHash: HASH, records: 1 }),
  },
  HeldQuery: {
    queryId: ID,
    status: 'held',
    detail:
      'a person reads this query before anything is released, since part of a plate also finds cars that have ' +
      `nothing to do with the case; ask \`GET /v1/queries/${ID}\` for the answer; if nobody has decided after 72 ` +
      'hours, ask the query again',
    reasons: [partial],
    receipt: receiptOf('review', 'review', [{ ...partial, effect: 'review' }]),
  },
  DryRun: { ...decision, rulesRevision: 'a1b2c3d4', receipt: receiptOf('dry_run', 'permit', []) },
  TakenReads: { taken: 1, setAside: 0 },
  Revoked: lowered,
  Halted: { status: 'halted', ...lowered },
  Resumed: { status: 'resumed', index: 61 },
  Suspended: { id: ID, status: 'suspended', ...lowered },
  Health: { status: 'ok' },
  Ready: { status: 'ready', readsSource: 'postgres', commits: 'held' },
  PublishedLog: { size: 42, delaySeconds: 3600, headEverySeconds: 60 },
};

/** The examples of parameters in the path, by their names. */
export const PARAMETER_EXAMPLES: Readonly<Record<string, string>> = {
  id: ID,
  ori: 'CO0010000',
  agency: 'CO0010000',
  source: 'main-street',
  secret: 'Zk3-9dT0m1',
  entry: '7',
  index: '41',
  month: '2026-10',
  level: '0',
  number: '000',
  first: '000.p',
  rest: '3',
};
