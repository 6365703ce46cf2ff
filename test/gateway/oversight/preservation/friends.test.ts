/** What an insider tries with the help of a friend, or of a paper that asks for something else. */
import { describe, expect, test } from '@jest/globals';
import { DAY } from '../../../../sharing-rules/terms/retention.ts';
import { HOUR } from '../../reads/reads-fixture.ts';
import {
  ALL_THE_SAME,
  CASE,
  iso,
  PLATE,
  proposal,
  proposalFor,
  servedProcess,
  takenAgain,
  usePreservation,
} from './preservation-fixture.ts';

const fixture = usePreservation();
const PATH = '/v1/preservations';
const call = (who: string, method: string, path: string, body?: unknown) =>
  fixture.admin.call(who, method, `${PATH}${path}`, body);
const propose = (changes: Record<string, unknown> = {}, who = 'clerk') =>
  call(who, 'POST', '', proposal(changes));
const approve = (id: string, who = 'admin-2') => call(who, 'POST', `/${id}/approve`, {});
const take = (id: string, keptFor: object, who = 'clerk') => call(who, 'POST', `/${id}/release`, keptFor);
const codes = ({
  body,
  status,
}: {
  body: { reasons: { code: string; detail?: string }[] };
  status: number;
}) => [
  status,
  ...body.reasons.map(({ code, detail }) => (detail === undefined ? code : `${code}: ${detail}`)),
];
const stop = async (name: string, by = 'admin-1') => {
  const { rows } = await fixture.admin.pool.query('SELECT id FROM person WHERE subject = $1', [name]);
  return fixture.admin.call(by, 'POST', `/v1/persons/${rows[0].id}/suspend`, { reason: 'key stolen' });
};

describe('with a paper that asks for something else', () => {
  const scoped = (scope: unknown) => servedProcess(fixture.admin, { scope });
  const honest = { from: iso(Date.now() - 2 * DAY), to: iso(Date.now() - HOUR) };

  test('keeps no other plate than the process names', async () => {
    const id = await scoped({ plates: ['OTHER99'] });
    expect(codes(await call('clerk', 'POST', '', proposalFor(id)))).toEqual([
      ...[403, 'judicial_process_required: not_asked_for'],
    ]);
    const asked = await call('clerk', 'POST', '', proposalFor(id, { plate: { number: 'other 99' } }));
    expect(asked.status).toBe(201);
  });

  test('keeps no longer window than the process names', async () => {
    const id = await scoped({ plates: [PLATE], ...honest });
    const window = (changes: object) =>
      call('clerk-2', 'POST', '', proposalFor(id, { ...honest, ...changes }));
    expect((await window({})).status).toBe(201);
    for (const changes of [{ from: iso(Date.now() - 20 * DAY) }, { to: iso(Date.now() - 1_000) }]) {
      expect(codes(await window(changes)).slice(0, 2)).toEqual([
        403,
        'judicial_process_required: not_asked_for',
      ]);
    }
  });

  test.each([
    'U.S. Immigration and Customs Enforcement',
    'DHS, I.C.E. field office',
    'Form I-205, ERO Denver',
  ])('keeps nothing for what was registered as a subpoena of %s', async (issuer) => {
    const id = await servedProcess(fixture.admin, { issuer });
    expect(codes(await call('clerk', 'POST', '', proposalFor(id)))[1]).toBe(
      'judicial_process_administrative',
    );
  });

  test('takes nothing more, and renews nothing, once its process was refused', async () => {
    const id = await servedProcess(fixture.admin);
    const { body } = await call('admin-1', 'POST', '', proposalFor(id));
    expect((await approve(body.id)).status).toBe(200);
    const later = { until: iso(Date.now() + 170 * DAY), reason: 'adjourned' };
    expect((await call('admin-1', 'POST', `/${body.id}/renew`, later)).status).toBe(202);
    await fixture.admin.call('counsel', 'POST', `/v1/processes/${id}/refused`, { reason: 'withdrawn' });
    expect((await call('admin-2', 'POST', `/${body.id}/renew`, later)).status).toBe(409);
    expect((await take(body.id, { processId: id })).status).toBe(409);
  });
});

describe('with a friend', () => {
  test('is shown as refused, though the friend proposes it under another case', async () => {
    const plate = { plate: { number: 'FRIEND1' } };
    const ex = { purpose: { ...proposal().purpose, justification: 'where my ex girlfriend sleeps' } };
    expect((await propose({ ...plate, ...ex })).status).toBe(403);
    const friend = await propose({ ...plate, caseNumber: 'CR-2026-0777' }, 'clerk-2');
    expect(codes(friend)).toEqual([201, 'narrative_reworded: colleague_refused']);
  });

  test('moves no end by two words for two ends', async () => {
    const { body } = await propose({ caseNumber: 'CR-2026-0500' }, 'clerk-2');
    await approve(body.id);
    const renew = (who: string, days: number) =>
      call(who, 'POST', `/${body.id}/renew`, { until: iso(Date.now() + days * DAY), reason: 'adjourned' });
    expect([(await renew('clerk-2', 179)).status, (await renew('admin-1', 178)).status]).toEqual([202, 202]);
    expect((await call('auditor', 'GET', `/${body.id}`)).body.until).toBe(body.until);
  });

  test('gets nothing approved that nobody looked at for three days', async () => {
    const { body } = await propose({ caseNumber: 'CR-2026-0501' }, 'clerk-2');
    await fixture.admin.ownerPool.query(
      `UPDATE preservation SET proposed_at = proposed_at - interval '72 hours 1 minute',
         window_from = window_from - interval '4 days', window_to = window_to - interval '4 days' WHERE id = $1`,
      [body.id],
    );
    expect((await approve(body.id)).status).toBe(404);
  });

  test.each(['cr-2026-0142', 'CR 2026 0142', 'none', 'CR-2026-0142\u0000', '-------'])(
    'keeps nothing for the case %j',
    async (caseNumber) => {
      const { status } = await propose({ caseNumber }, 'clerk-2');
      expect([403, 422]).toContain(status);
    },
  );

  test('gets nothing approved once the proposer is suspended, and takes nothing once suspended', async () => {
    const kept = await propose({ caseNumber: 'CR-2026-0502' }, 'clerk-2');
    await approve(kept.body.id);
    const waits = await propose({ caseNumber: 'CR-2026-0503' }, 'clerk-2');
    expect((await stop('clerk-2')).status).toBe(200);
    await fixture.admin.reloadPersons();
    expect((await approve(waits.body.id)).status).toBe(403);
    expect((await take(kept.body.id, { caseNumber: 'CR-2026-0502' }, 'clerk-2')).status).toBe(401);
    expect((await take(kept.body.id, { caseNumber: CASE })).status).toBe(404);
  });
});

test('each of these decisions is the same when it is taken again from its entry', async () => {
  const [part, ...others] = await takenAgain(fixture.admin);
  expect([part, others]).toEqual([expect.objectContaining(ALL_THE_SAME), []]);
});
