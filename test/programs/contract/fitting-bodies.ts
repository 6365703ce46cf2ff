/** Bodies that an operation can carry out: the examples of the document, with what is there now and the time of now. */
import fc from 'fast-check';
import { exampleOfBody } from '../../../gateway/http/openapi/examples.ts';
import type { Schema } from '../../../gateway/http/schemas/shapes.ts';
import type { KnownThings } from './known-things.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const inTime = (offset: number) => new Date(Date.now() + offset).toISOString();
const day = (offset: number) => inTime(offset).slice(0, 10);
/** A municipal police department of the demo's registry that has no grant, and one that has one. */
export const OTHERS = ['CO0010200', 'CO0010100'];

const officer = fc
  .integer({ min: 1, max: 60 })
  .map((n) => ({ id: `officer-${n}`, name: `Officer ${n}`, ori: 'CO0010000' }));
/** Each query that is to be refused has a case of its own: a reviewer reads what else is asked about such a case. */
const caseNumber = fc.integer({ min: 1_000, max: 9_999 }).map((n) => `CR-2026-${n}`);
const partner = fc.constantFrom(...OTHERS);
const example = ($id: string) => exampleOfBody({ $id }) as Record<string, unknown>;

function queries(plates: readonly string[]): fc.Arbitrary<object> {
  const { purpose } = example('Query');
  const purposes = fc.oneof(
    { arbitrary: fc.constant(purpose), weight: 8 },
    {
      arbitrary: fc
        .tuple(
          fc.constantFrom(
            { code: 'immigration_civil' },
            { code: 'none_of_these' },
            { justification: 'because' },
          ),
          caseNumber,
        )
        .map(([change, number]) => ({ ...(purpose as object), ...change, caseNumber: number })),
      weight: 2,
    },
  );
  const sought = fc.oneof(
    { arbitrary: fc.record({ plate: fc.record({ number: fc.constantFrom(...plates) }) }), weight: 8 },
    { arbitrary: fc.constant({ area: { cameras: ['cam-01'] } }), weight: 2 },
  );
  return fc
    .tuple(
      purposes,
      officer,
      sought,
      fc.integer({ min: 1, max: 20 }),
      fc.constantFrom(undefined, 1, 1, 2, 200),
    )
    .map(([stated, onBehalfOf, what, hours, limit]) => ({
      ...{ purpose: stated, onBehalfOf, ...what, from: inTime(-hours * HOUR), to: inTime(0) },
      ...(limit === undefined ? {} : { limit }),
    }));
}

/** The hot list of the suite. */
export const LIST = 'stolen-vehicles';

/** By the name of the schema; of another the example as it stands. */
export function fittingBody(
  schema: Schema,
  known: KnownThings,
  plates: readonly string[],
): fc.Arbitrary<unknown> {
  const own = exampleOfBody(schema) as object | undefined;
  const grant = { ...example('GrantProposal'), validUntil: inTime(150 * DAY) };
  const agreement = { ...(grant as unknown as { agreement: object }).agreement, signedOn: day(-20) };
  const certification = { signer: 'Chief Example', signedOn: day(-15) };
  const readers = known.of('readers of misuse reports');
  const made: Readonly<Record<string, () => fc.Arbitrary<unknown>>> = {
    Query: () => queries(plates),
    StandingQuery: () =>
      fc.tuple(officer, caseNumber).map(([onBehalfOf, number]) => ({
        ...example('StandingQuery'),
        purpose: { ...(example('StandingQuery').purpose as object), caseNumber: number },
        ...{ onBehalfOf, expiresAt: inTime(5 * DAY) },
      })),
    PreservationRenewal: () => fc.constant({ ...own, until: inTime(150 * DAY) }),
    ClientProposal: () =>
      fc.integer({ min: 1, max: 99 }).map((n) => ({
        ...{ agency: OTHERS[0], clientId: `others-cad-${n}`, issuer: known.of('addresses of the issuer')[0] },
      })),
    HotListSource: () =>
      fc
        .constantFrom({ list: LIST, purpose: 'stolen_vehicle' }, { list: 'another list' })
        .map((which) => ({ ...own, ...which })),
    HotListPush: () => partner.map((ori) => ({ partner: ori })),
    Agency: () =>
      fc.integer({ min: 1000, max: 9999 }).map((n) => ({
        ...{ ...example('Agency'), ori: `CO9${n}00`, name: `Police of Place ${n}` },
        ...{ agreement, certification },
      })),
    AgencyChange: () => fc.integer({ min: 10, max: 900 }).map((roster) => ({ roster })),
    GrantProposal: () => partner.map((ori) => ({ ...grant, partner: ori, agreement, certification })),
    Attestation: () => fc.constant({ ...own, trainedOn: day(-60) }),
    MisuseReport: () => fc.constant({ ...example('MisuseReport'), entries: [1, 2] }),
    MisuseAssignment: () =>
      fc
        .constantFrom(...(readers.length > 0 ? readers : ['x']))
        .map((owner) => ({ owner, dueAt: inTime(9 * DAY) })),
    RosterOfficer: () =>
      fc.integer({ min: 1, max: 60 }).map((n) => ({ reference: `officer-${n}`, name: `Officer ${n}` })),
    EvidenceOrder: () => fc.constant({ ...own, index: Number(known.of('released entries').at(-1) ?? 0) }),
    AuditSearch: () => fc.constant({ kind: 'release', from: day(-2), plate: plates[0], limit: 5 }),
    MonthlyAuditOrder: () =>
      fc.constant({
        ...example('MonthlyAuditOrder'),
        month: day(-new Date().getUTCDate() * DAY).slice(0, 7),
      }),
  };
  return made[schema.$id as string]?.() ?? fc.constant(own ?? {});
}
