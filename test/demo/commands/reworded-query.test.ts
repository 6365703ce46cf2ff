/** What was refused is remembered for a day: the same question in other words is held. */
import { describe, expect, test } from '@jest/globals';
import { demoQuery } from '../../setup/demo/demo-query.ts';
import { useDemo } from '../../setup/demo/use-demo.ts';

const fixture = useDemo('adams');

async function ask(changes: Record<string, unknown>, path = '/v1/queries') {
  const { adams } = fixture.clients;
  const { status, body } = await adams.request('POST', path, demoQuery(adams, fixture.plate, changes));
  return {
    status,
    body: body as { readonly effect?: string; readonly detail?: string; readonly reasons: readonly object[] },
  };
}

describe('a refused justification', () => {
  const plate = { number: 'ZZT7777' };
  let cases = 1000;
  const words = (justification: string) => ({
    code: 'stolen_vehicle',
    caseNumber: `CR-2026-${cases++}`,
    justification,
  });

  test('that comes back in other words is held; a dry run neither reads nor writes that memory', async () => {
    const refused = words('assist ICE with deportation of the driver');
    expect((await ask({ plate, purpose: refused }, '/v1/decisions')).body.effect).toBe('deny');
    expect((await ask({ plate })).status).toBe(200);
    const first = words('stolen vehicle, taken from a garage while the owner slept');
    expect((await ask({ plate, purpose: first })).status).toBe(200);
    const answer = await ask({ plate, purpose: refused });
    expect(answer.status).toBe(403);
    expect(answer.body.detail).toContain(
      'a reviewer first reads what you ask about this plate or this case in other words',
    );
    const other = words('stolen car, last seen in the alley behind the bakery');
    const again = await ask({ plate, purpose: other });
    expect(again.status).toBe(202);
    expect(again.body.reasons).toMatchObject([{ code: 'narrative_reworded', detail: 'after_refusal' }]);
    expect(again.body.detail).toMatch(
      /^a person reads this query .* since a query for this plate was refused within a day.* `GET \/v1\/queries\/[0-9a-f-]{36}` /,
    );
    expect((await ask({ plate }, '/v1/decisions')).body.effect).toBe('permit');
    const { caseNumber } = refused;
    const sameCase = { ...other, caseNumber };
    expect((await ask({ purpose: sameCase })).status).toBe(202);
    expect((await ask({})).status).toBe(200);
    // What was released upon before is no rewording.
    expect((await ask({ plate, purpose: first })).status).toBe(200);
  });
});
