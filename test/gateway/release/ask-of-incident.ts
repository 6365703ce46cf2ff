/** Queries that state an incident, committed in a real database: of each test the case, plates and officers are its own. */
import type { Outcome } from '../../../gateway/release/commit/commit-releases.ts';
import { screen } from '../../../sharing-rules/narrative/screen.ts';
import type { Incident } from '../../../sharing-rules/terms/incident.ts';
import type { Purpose } from '../../../sharing-rules/terms/query.ts';
import type { CommitFixture } from '../../setup/database/commit-fixture.ts';
import { PARTNER, pendingQuery, stolenVehicleQuery } from '../../setup/database/sharing-fixture.ts';

export interface Asked {
  readonly plate?: string;
  readonly officer?: string;
  readonly purpose?: { readonly [Member in keyof Purpose]?: Purpose[Member] | undefined };
  readonly incident?: Partial<Incident>;
  readonly kind?: 'query' | 'dry_run';
}

/** @param number of the test */
export function ask(fixture: CommitFixture, number: number, asked: Asked = {}): Promise<Outcome> {
  const { kind = 'query', officer = 'a', plate = 'A' } = asked;
  const query = stolenVehicleQuery();
  const incident: Incident = {
    ...{ kind: 'offense', occurred: { from: query.from }, place: { city: 'Brighton' }, vehicle: 'stolen' },
    ...{ reportedBy: 'victim', affirmed: true },
    ...asked.incident,
  };
  const given = {
    ...{ code: 'stolen_vehicle', offense: { system: 'nibrs', code: '240' } },
    ...{ caseNumber: `CR-${1000 + number}`, incident },
    ...asked.purpose,
  };
  // As it is sent: a member that is undefined is not there.
  const purpose = JSON.parse(JSON.stringify(given)) as Purpose;
  const onBehalfOf = { id: `${officer}-${number}`, name: 'Officer', ori: PARTNER };
  const whole = {
    ...query,
    onBehalfOf,
    purpose,
    plate: { number: `Z${number}Q${plate}`, match: 'exact' },
  } as const;
  const findings = purpose.justification === undefined ? [] : screen(purpose);
  return fixture.queue.commit(pendingQuery(fixture.agencyId, { kind, query: whole, findings }));
}

/** What came of it, with every reason. */
export function inWords(outcome: Outcome): string {
  const reasons = 'decision' in outcome ? outcome.decision.reasons : [];
  return [outcome.kind, ...reasons.map(({ code, detail }) => `${code} ${detail ?? ''}`.trim())].join(': ');
}
