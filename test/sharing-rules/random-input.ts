/** Inputs of decisions at random, near enough to what is permitted that both answers occur. */
import fc from 'fast-check';
import type { DecisionInput } from '../../sharing-rules/terms/decision.ts';
import { DAY } from '../../sharing-rules/terms/retention.ts';
import { inputOf } from './read-corpus.ts';

type Changes = Record<string, unknown>;

const BASES = ['adams-system', 'adams-person', 'adams-exigent', 'adams-warrant', 'adams-court-order'];
const NOW = inputOf({ given: {} }).now;

const around = (at: number) => fc.integer({ min: -2, max: 2 }).map((step) => at + step);
const days = fc.integer({ min: -400, max: 400 }).map((count) => NOW + count * DAY);
const time = fc.oneof(days, around(NOW), around(NOW - 30 * DAY), around(NOW - 365 * DAY));
const code = fc.constantFrom('stolen_vehicle', 'violent_crime', 'immigration_civil', 'other', 'none', '');
const agencyClass = fc.constantFrom('municipal', 'federal', 'task_force', 'prosecutor', 'out_of_state', 'x');
const ori = fc.constantFrom('CO0010000', 'CO0010300', 'CODI00100', 'WY0110000', 'co0010000', 'CO0010100');
const effect = fc.constantFrom('deny', 'review', 'note');
const finding = fc.record({
  code: fc.constantFrom('purpose_vague', 'narrative_personal'),
  effect,
  detail: fc.constant('x'),
});
const offense = fc.record({
  system: fc.constantFrom('nibrs', 'ncic', 'crs'),
  code: fc.constantFrom('240', '09A', '120', '30A', '90Z', '13C', '5499', '1401', '42-4-1401', '18-4-409'),
});

/** Each is one change of one fact; a few of them make an input. */
const CHANGES: readonly fc.Arbitrary<readonly [path: string, value: unknown]>[] = [
  fc.tuple(fc.constant('halted'), fc.boolean()),
  fc.tuple(fc.constant('agency'), fc.constant(null)),
  fc.tuple(fc.constant('grant'), fc.constant(null)),
  fc.tuple(fc.constant('agency.class'), agencyClass),
  fc.tuple(
    fc.constantFrom('agency.boundByArticle74', 'agency.has287g', 'agency.federalMembers'),
    fc.boolean(),
  ),
  fc.tuple(fc.constant('agency.status'), fc.constantFrom('draft', 'active', 'suspended', 'retired')),
  fc.tuple(fc.constantFrom('agency.state', 'subject.kind'), fc.constantFrom('CO', 'WY', 'person', 'system')),
  fc.tuple(fc.constantFrom('agency.ori', 'subject.ori', 'query.onBehalfOf.ori'), ori),
  fc.tuple(fc.constant('agency.agreement.expiresOn'), fc.option(time)),
  fc.tuple(fc.constantFrom('agency.agreement.article74', 'agency.agreement.officerMfa'), fc.boolean()),
  fc.tuple(
    fc.constantFrom('agency.agreement', 'agency.certification', 'subject.authenticatedAt'),
    fc.constant(null),
  ),
  fc.tuple(fc.constantFrom('agency.certification.signedOn', 'subject.authenticatedAt'), time),
  fc.tuple(fc.constant('grant.status'), fc.constantFrom('proposed', 'active', 'revoked', 'withdrawn')),
  fc.tuple(fc.constantFrom('grant.validFrom', 'grant.validUntil', 'query.from', 'query.to'), time),
  fc.tuple(fc.constant('grant.lookBackDays'), fc.integer({ min: 1, max: 60 })),
  fc.tuple(fc.constantFrom('grant.agencyId', 'subject.agencyId', 'agency.id'), fc.constantFrom(7, 8)),
  fc.tuple(fc.constant('query.purpose.code'), code),
  fc.tuple(fc.constant('query.purpose.offense'), offense),
  fc.tuple(fc.constant('officer'), fc.constantFrom('new', 'active', 'held', 'suspended')),
  fc.tuple(
    fc.constant('named'),
    fc.record({
      standing: fc.constantFrom('active', 'held', 'suspended'),
      recordsToday: fc.constantFrom(0, 500),
    }),
  ),
  fc.tuple(fc.constant('findings'), fc.array(finding, { maxLength: 2 })),
  fc.tuple(fc.constant('judicialProcessVerified'), fc.boolean()),
  fc.tuple(fc.constant('query.plate.match'), fc.constantFrom('exact', 'lookalike', 'partial')),
  fc.tuple(fc.constant('query.plate.number'), fc.constantFrom('A', 'ABC', 'ABC123', '*')),
  fc.tuple(fc.constantFrom('usage.releasing', 'usage.officerRecordsToday'), fc.constantFrom(0, 1, 200, 500)),
];

function withChange(input: Changes, [path, value]: readonly [string, unknown]): Changes {
  const [name = '', ...rest] = path.split('.');
  const old = input[name];
  if (rest.length === 0) return { ...input, [name]: value };
  // What another change took away stays away.
  if (typeof old !== 'object' || old === null) return input;
  return { ...input, [name]: withChange(old as Changes, [rest.join('.'), value]) };
}

const STARTS = BASES.map((base) => inputOf({ base, given: {} }) as unknown as Changes);

/** A named base with up to four changes. */
export const anyInput: fc.Arbitrary<DecisionInput> = fc
  .tuple(fc.constantFrom(...STARTS), fc.array(fc.oneof(...CHANGES), { maxLength: 4 }))
  .map(([start, changes]) => changes.reduce(withChange, start) as unknown as DecisionInput);
