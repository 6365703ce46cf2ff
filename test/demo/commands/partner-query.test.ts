/** What partners ask and are answered, at a gateway that runs as a whole. */
import { describe, expect, test } from '@jest/globals';
import { verifyReceipt } from '../../../gateway/audit-verify/verify-receipt.ts';
import type { Client } from '../../../gateway/cli/client/connect.ts';
import { demoQuery } from '../../setup/demo/demo-query.ts';
import { useSharedDemo } from '../../setup/demo/use-demo.ts';

interface Answer {
  releaseId: string;
  reads: { plate: string; capturedAt: string }[];
  next: string | null;
  receipt: { index: number; entry: string };
  reasons: { code: string; clause: string; detail?: string }[];
  status: number | string;
}

const fixture = useSharedDemo('adams');

async function ask(client: Client, changes: Record<string, unknown> = {}, path = '/v1/queries') {
  const { status, headers, body } = await client.request(
    'POST',
    path,
    demoQuery(client, fixture.plate, changes),
  );
  return { status, headers, body: body as Answer };
}

const codes = (body: Answer) => body.reasons.map(({ code }) => code);

describe('a partner query', () => {
  test('of an agency with a grant gives reads, with a receipt that an independent program accepts', async () => {
    const { status, body } = await ask(fixture.clients.adams);
    expect(status).toBe(200);
    expect(body.reads.length).toBeGreaterThanOrEqual(3);
    expect(body.reads.every((read) => read.plate === fixture.plate)).toBe(true);
    const report = await verifyReceipt(body.receipt, fixture.demo.file.logKey, body.reads);
    expect(report).toMatchObject({ ok: true, readsChecked: true });
  });

  test.each(['brighton', 'thornton', 'southern-ute', 'laramie', 'fbi-denver'])(
    'of %s is refused, with a receipt',
    async (name) => {
      const expected =
        {
          brighton: 'grant_missing',
          thornton: 'grant_revoked',
        }[name] ?? 'agency_not_eligible';
      const { status, headers, body } = await ask(await fixture.demo.as(name));
      expect(status).toBe(403);
      expect(headers.get('content-type')).toContain('application/problem+json');
      expect(codes(body)).toContain(expected);
      expect(await verifyReceipt(body.receipt, fixture.demo.file.logKey)).toMatchObject({ ok: true });
    },
  );

  test.each([
    ['an immigration offense', { offense: { system: 'nibrs', code: '30A' } }, 'offense_immigration'],
    ['a minor traffic offense', { offense: { system: 'ncic', code: '5499' } }, 'offense_minor_traffic'],
    ['a prohibited purpose', { code: 'immigration_civil' }, 'purpose_prohibited'],
    ['an unknown purpose', { code: 'curiosity' }, 'purpose_not_approved'],
    [
      'an immigration narrative under an approved code',
      { justification: 'assist ICE with a detainer' },
      'narrative_immigration',
    ],
  ])('for %s is refused', async (_what, purpose, code) => {
    const base = demoQuery(fixture.clients.adams, fixture.plate).purpose;
    const { status, body } = await ask(fixture.clients.adams, { purpose: { ...base, ...purpose } });
    expect(status).toBe(403);
    expect(codes(body)).toContain(code);
  });

  test('that names no plate in full is held for review', async () => {
    const { status, headers, body } = await ask(fixture.clients.adams, {
      plate: { number: 'DEMO0', match: 'partial' },
    });
    expect(status).toBe(202);
    expect(body.status).toBe('held');
    expect(headers.get('location')).toMatch(/^\/v1\/queries\/[0-9a-f-]{36}$/);
  });

  test('is answered page by page, each page with an entry of its own', async () => {
    const first = await ask(fixture.clients.adams, { limit: 2 });
    expect(first.body.reads).toHaveLength(2);
    const { status, body } = await fixture.clients.adams.request(
      'POST',
      `/v1/queries/${first.body.releaseId}/next`,
      {
        cursor: first.body.next,
      },
    );
    expect(status).toBe(200);
    const second = body as Answer;
    expect(
      second.reads[0]?.capturedAt && second.reads[0].capturedAt <= (first.body.reads[1]?.capturedAt ?? ''),
    ).toBe(true);
    expect(second.receipt.index).toBeGreaterThan(first.body.receipt.index);
  });

  test('as a dry run explains and touches nothing', async () => {
    const { status, body } = await ask(fixture.clients.adams, {}, '/v1/decisions');
    expect(status).toBe(200);
    expect(body).toMatchObject({ effect: 'permit' });
    expect(body).not.toHaveProperty('reads');
  });

  test.each([
    ['an unknown field', { immigrationStatus: 'x' }, /immigrationStatus/],
    [
      'a window that ends before it begins',
      { from: '2026-11-02T00:00:00Z', to: '2026-11-01T00:00:00Z' },
      /from/,
    ],
    ['a limit of 201', { limit: 201 }, /limit/],
    ['a wildcard for a plate', { plate: { number: '*' } }, /plate/],
  ])('with %s is answered 422, and the field is named', async (_what, changes, named) => {
    const { status, body } = await ask(fixture.clients.adams, changes);
    expect(status).toBe(422);
    expect((body as unknown as { detail: string }).detail).toMatch(named);
  });

  test('without a token is answered 401 with a challenge that says nothing of agencies', async () => {
    const response = await fetch(`${fixture.demo.file.gateway}/v1/queries`, { method: 'POST', body: '{}' });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toContain('DPoP');
    expect(await response.text()).not.toMatch(/CO0\d{6}|agency/);
  });
});

describe('what an officer chose in the list of the partner’s own system', () => {
  let cases = 3000;
  const chosen = (dropDown: string) => ({
    plate: { number: 'ZZT8888' },
    purpose: {
      code: 'stolen_vehicle',
      caseNumber: `CR-2026-${cases++}`,
      justification: 'sedan stolen from a driveway overnight',
      dropDown,
    },
  });

  test('is mapped at `/v1/purposes`, for anyone, to purposes or to a refusal', async () => {
    const { body } = await fixture.clients.adams.request('GET', '/v1/purposes');
    const { dropDown } = body as { dropDown: { value: string; purposes: string[]; answer: string }[] };
    expect(dropDown.length).toBeGreaterThan(45);
    expect(dropDown).toContainEqual({
      value: 'Robbery',
      purposes: ['carjacking_robbery'],
      answer: 'approved',
    });
    expect(dropDown).toContainEqual({
      value: 'Immigration (civil/administrative)',
      purposes: ['immigration_civil'],
      answer: 'prohibited',
    });
  });

  test('can lose a query and win none', async () => {
    const { adams } = fixture.clients;
    expect((await ask(adams, chosen('Motor Vehicle Theft/Stolen - white sedan'))).status).toBe(200);
    const contradicted = await ask(adams, chosen('Sex Offenses'));
    expect([contradicted.status, codes(contradicted.body)]).toEqual([202, ['purpose_contradiction']]);
    const unknown = await ask(adams, chosen('Ask the sergeant'));
    expect([unknown.status, codes(unknown.body)]).toEqual([403, ['purpose_not_approved']]);
    // A plate and a case of its own: what comes after a prohibited purpose waits for a person.
    const { purpose } = chosen('Motor Vehicle Theft/Stolen, Traffic Infraction');
    const prohibited = await ask(adams, {
      ...{ plate: { number: 'ZZT8801' }, purpose: { ...purpose, caseNumber: 'CR-2026-8801' } },
    });
    expect([prohibited.status, codes(prohibited.body)]).toEqual([403, ['purpose_prohibited']]);
    const told = await ask(adams, chosen('Motor Vehicle Theft/Stolen - ICE detainer'), '/v1/decisions');
    expect(codes(told.body)).toContain('narrative_immigration');
  });
});
