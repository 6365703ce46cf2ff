/** The facts that random requests differ in, each with values on both sides of every line that the policy draws. */
import agencyClasses from '../../../sharing-rules/terms/data/agency-classes.json' with { type: 'json' };
import dropDown from '../../../sharing-rules/terms/data/drop-down.json' with { type: 'json' };
import offenses from '../../../sharing-rules/terms/data/offense-codes.json' with { type: 'json' };
import purposes from '../../../sharing-rules/terms/data/purposes.json' with { type: 'json' };
import { REASON_CODES } from '../../../sharing-rules/terms/decision.ts';
import type { Json } from './random-request.ts';

export interface Change {
  /** Paths of the request, one of which is set. */
  readonly at: readonly string[];
  readonly values: readonly Json[];
}

const NOW = Date.UTC(2026, 2, 2, 18);
const [DAY, HOUR] = [86_400_000, 3_600_000];

/** The moment itself and its neighbours. */
const around = (...moments: readonly number[]) => moments.flatMap((at) => [at - 1, at, at + 1]);

const OFFENSES: readonly Json[] = [
  undefined,
  ...(['nibrs', 'ncic', 'crs'] as const).flatMap((system) =>
    offenses[system].map(({ code }) => ({ system, code })),
  ),
  ...['24-76.6-102', '8 USC 1326', '8 U.S.C. 1325', '25-6-403', '42-4-1101', '42-3-121', '42-2-101'].map(
    (code) => ({ system: 'crs', code }),
  ),
  ...['999', '', 'ZZZ', '9999', '__proto__'].flatMap((code) =>
    ['nibrs', 'ncic', 'crs'].map((system) => ({ system, code })),
  ),
];
const NOT_ORDINARY: readonly Json[] = (['nibrs', 'ncic', 'crs'] as const).flatMap((system) =>
  offenses[system].filter(({ kind }) => kind !== 'ordinary').map(({ code }) => ({ system, code })),
);
const CHOSEN = [...Object.keys(dropDown), 'Robbery, Arson', 'Robbery, Traffic Infraction', 'None of ours'];
const PURPOSES = [...purposes.approved, ...purposes.refused].map(({ code }) => code);
const BLANKS = [undefined, '', '   '];

const process = (changes: { [name: string]: Json }): Json => ({
  ...{ kind: 'arrest_warrant', court: 'Adams County District Court', docket: '2026CR000321' },
  ...{ judge: 'Hon. Sample Judge', issuedOn: '2026-02-20' },
  ...changes,
});
const WHOLE = { kind: 'subpoena', documentSha256: 'cd'.repeat(32), affirmation: true };

const findings = REASON_CODES.filter((code) =>
  /^(narrative_|context_|purpose_vague|purpose_contra)/.test(code),
).flatMap((code) => ['deny', 'review', 'note'].map((effect) => ({ code, effect, detail: 'sample' })));

const REVIEWED = [
  ...['agency_not_eligible', 'case_number_invalid'],
  ...['purpose_contradiction', 'purpose_not_approved', 'judicial_process_unverified', 'subject_suspended'],
  ...['plate_too_short', 'area_too_wide', 'narrative_federal_assist', 'narrative_reworded'],
];

export const CHANGES: readonly Change[] = [
  { at: ['query.purpose.code'], values: PURPOSES },
  { at: ['query.purpose.code'], values: ['', '  ', 'Stolen_Vehicle', 'none', '__proto__', 'constructor'] },
  { at: ['query.purpose.offense'], values: OFFENSES },
  { at: ['query.purpose.offense'], values: [undefined, ...NOT_ORDINARY] },
  { at: ['query.purpose.dropDown'], values: CHOSEN },
  {
    at: ['query.purpose.caseNumber'],
    values: [
      ...BLANKS,
      'A12',
      'A123',
      '-A1234',
      'a1234',
      'A'.repeat(30),
      'A1'.repeat(15),
      `A1${'B'.repeat(29)}`,
      'A 123',
      ...'2026CR000321 26-CR-321 D0012026CR321 C030-2026M0001 2026CR 026CR1 2026XR1 2026-CR-12345678'.split(
        ' ',
      ),
    ],
  },
  { at: ['query.purpose.justification', 'query.purpose.supervisor'], values: [...BLANKS, 'ab', 'abc'] },
  {
    at: ['query.purpose.judicialProcess'],
    values: [
      undefined,
      process({}),
      process(WHOLE),
      process({ ...WHOLE, affirmation: false }),
      process({ ...WHOLE, documentSha256: 'cd' }),
      process({ ...WHOLE, kind: 'administrative_warrant' }),
      ...['court', 'docket', 'judge', 'issuedOn'].map((name) => process({ ...WHOLE, [name]: ' ' })),
      ...['2026-03-02', '2026-03-03', '2027-01-01', '2026-13-40', '20 Feb'].map((issuedOn) =>
        process({ ...WHOLE, issuedOn }),
      ),
      process({ ...WHOLE, docket: 'I-200' }),
      process({ ...WHOLE, docket: 'Form I-205' }),
      process({ docket: 'I-247A' }),
    ],
  },
  { at: ['judicialProcessVerified'], values: [true, false] },
  { at: ['halted', 'refusedBefore'], values: [true, false] },
  { at: ['rewording'], values: [undefined, 'first', 'colleague'] },
  { at: ['dataClass'], values: ['reads', 'hits', 'hot_lists', 'own'] },
  { at: ['nobodyToAsk'], values: [undefined, true] },
  { at: ['peerOrigin'], values: [undefined, null, 'peer.example/alpr', 'other.example/alpr'] },
  {
    at: ['query.asker'],
    values: [{ origin: 'peer.example/alpr', index: 4, leafHash: `${'A'.repeat(43)}=` }],
  },
  { at: ['officer'], values: ['new', 'active', 'held', 'suspended', 'unheard_of'] },
  { at: ['named.standing'], values: ['new', 'active', 'held', 'inactive', 'suspended', 'unheard_of'] },
  { at: ['named.papers.enrolledAt'], values: around(NOW, NOW - 30 * DAY) },
  { at: ['named.papers.attestedAt'], values: [null, ...around(NOW - 365 * DAY)] },
  { at: ['named.papers.trainedOn'], values: [null, ...around(NOW - 730 * DAY)] },
  { at: ['named.papers.employerOri'], values: ['CO0010001', 'CO0010100'] },
  { at: ['named.papers'], values: [undefined] },
  { at: ['named.recordsToday'], values: [0, 299, 300, 499, 500, Number.NaN] },
  { at: ['named.queriesToday'], values: [undefined, 0, 299, 300, 301] },
  { at: ['named.patternQueriesToday'], values: [undefined, 0, 39, 40, 41] },
  { at: ['officerPapers.enrolledAt'], values: around(NOW, NOW - 30 * DAY) },
  { at: ['officerPapers.attestedAt'], values: [null, null, ...around(NOW - 365 * DAY)] },
  { at: ['officerPapers.trainedOn'], values: [null, ...around(NOW - 730 * DAY)] },
  { at: ['officerPapers'], values: [undefined] },
  { at: ['officerPapers.employerOri'], values: ['CO0010001', 'CO0010100'] },
  { at: ['officerPapers.federalDetail'], values: [true] },
  { at: ['limits.attestationDays'], values: [undefined, 0, 30] },
  { at: ['limits.warrantAfterHours'], values: [undefined, 1, 24, 72, 720] },
  { at: ['agency.class'], values: [...Object.keys(agencyClasses), 'unheard_of', 'constructor'] },
  { at: ['agency.state'], values: ['WY', 'co', ''] },
  { at: ['agency.boundByArticle74', 'agency.has287g', 'agency.federalMembers'], values: [true, false] },
  { at: ['agency.status'], values: ['draft', 'active', 'suspended', 'retired', 'unheard_of'] },
  {
    at: ['subject.ori', 'agency.ori'],
    values: [
      'CO0010001',
      'CO0010100',
      'CODPD0000',
      'WY0110000',
      'CODI00100',
      'COFBIDN00',
      'CO0010300',
      'COUSM0400',
      'CODEA0100',
      'COATF0000',
    ],
  },
  { at: ['subject.ori'], values: ['co0010000', 'CO00100', 'CO001000O\n', 'C00010000', '', 'CO0010000 '] },
  {
    at: ['agency.oris'],
    values: [['CO0010000'], ['CO0010001'], ['CO0010000', 'CODI00100'], ['CO0010000', 'CO0010300'], []],
  },
  { at: ['subject.agencyId', 'agency.id', 'grant.agencyId'], values: [7, 8] },
  { at: ['subject.kind'], values: ['person', 'system'] },
  { at: ['subject.mfa', 'subject.senderConstrained'], values: [true, false] },
  { at: ['subject.authenticatedAt'], values: [null, NOW, ...around(NOW - 12 * HOUR, NOW + 60_000)] },
  { at: ['query.onBehalfOf'], values: [undefined] },
  { at: ['query.onBehalfOf.id', 'query.onBehalfOf.name'], values: ['', '  ', 'someone'] },
  {
    at: ['query.onBehalfOf.name'],
    values: [
      'ICE Agent Smith',
      'Agent Lee, HSI',
      'FBI Special Agent Lee',
      'ICE',
      'MARIA ICE',
      'Officer Icenogle',
    ],
  },
  { at: ['query.onBehalfOf.ori'], values: ['CO0010001', 'CO0010100', 'co0010000', 'COFBIDN00'] },
  { at: ['agency', 'grant', 'agency.agreement', 'agency.certification'], values: [null] },
  { at: ['agency.agreement.article74', 'agency.agreement.officerMfa'], values: [true, false] },
  { at: ['agency.agreement.expiresOn'], values: [null, ...around(NOW)] },
  { at: ['agency.agreement.signedOn'], values: around(NOW) },
  { at: ['agency.certification.signedOn'], values: around(NOW, NOW - 365 * DAY) },
  { at: ['agency.certification.signer'], values: ['', '  ', 'Chief Example'] },
  { at: ['grant.status'], values: ['proposed', 'active', 'revoked', 'withdrawn'] },
  { at: ['grant.validFrom', 'grant.validUntil'], values: around(NOW) },
  { at: ['grant.purposes'], values: [[], ['stolen_vehicle'], PURPOSES] },
  { at: ['grant.dataClasses'], values: [[], ['hits'], ['reads', 'hits', 'hot_lists'], ['own']] },
  { at: ['grant.lookBackDays'], values: [1, 2, 7, 30, 60] },
  { at: ['grant.dailyRecords'], values: [0, 50, 10_000] },
  { at: ['limits.retentionDays'], values: [2, 10, 90] },
  { at: ['query.limit'], values: [1, 200, 201] },
  {
    at: ['query.from'],
    values: around(NOW - DAY, NOW - 2 * DAY, NOW - 7 * DAY, NOW - 10 * DAY, NOW - 30 * DAY, NOW - 90 * DAY),
  },
  { at: ['query.to'], values: around(NOW, NOW + 60_000, NOW + DAY) },
  { at: ['query.plate'], values: [undefined] },
  { at: ['query.plate.match'], values: ['exact', 'lookalike', 'partial', 'unheard_of'] },
  { at: ['readsSource'], values: [undefined, 'flock'] },
  { at: ['query.plate.state'], values: [undefined, 'CO', 'DC', 'PR', 'AB', 'MX', 'VI'] },
  { at: ['query.plate.number'], values: ['', 'A', 'AB', 'ABC', 'ABCD', 'A*', 'AB%C', 'ab12', 'ABC 1', '*'] },
  {
    at: ['query.area'],
    values: [
      undefined,
      ...[0, 1, 5, 6].map((count) => ({
        cameras: Array.from({ length: count }, (_, index) => `cam-${index}`),
      })),
      ...around(1_000).map((radiusMetres) => ({ lat: 39.8, lon: -104.9, radiusMetres })),
      { lat: 39.8, lon: -104.9, radiusMetres: 0 },
      { lat: 39.8, lon: -104.9, radiusMetres: Number.NaN },
      { lat: 91, lon: 0, radiusMetres: 10 },
      { lat: 0, lon: -181, radiusMetres: 10 },
    ],
  },
  { at: ['usage.releasing'], values: [0, 1, 50, 200, 201, Number.NaN] },
  { at: ['usage.waits'], values: [undefined, true] },
  { at: ['usage.agencyRecordsToday'], values: [0, 799, 800, 999, 1_000, 4_999, 5_000, Number.NaN] },
  { at: ['usage.officerRecordsToday'], values: [0, 299, 300, 499, 500, Number.NaN] },
  { at: ['usage.officerQueriesToday'], values: [undefined, 0, 299, 300, 301] },
  { at: ['usage.patternQueriesToday'], values: [undefined, 0, 39, 40, 41] },
  { at: ['usage.heldQueries'], values: [undefined, 0, 199, 200, 201, Number.NaN] },
  { at: ['limits.heldQueries'], values: [undefined, 0] },
  { at: ['limits.officerQueriesPerDay', 'limits.patternQueriesPerDay'], values: [undefined] },
  { at: ['findings'], values: [[], ...findings.map((finding) => [finding])] },
  {
    at: ['findings'],
    values: findings.map((finding, index) => [finding, findings[(index * 7) % findings.length] as Json]),
  },
  {
    at: ['approval'],
    values: [null, { lifts: [] }, ...REVIEWED.map((code) => ({ lifts: [code] })), { lifts: REVIEWED }],
  },
  {
    at: ['continues'],
    values: [
      undefined,
      null,
      ...['g-1', 'g-2', null].flatMap((grantId) => [5, 6, null].map((epoch) => ({ grantId, epoch }))),
    ],
  },
];
