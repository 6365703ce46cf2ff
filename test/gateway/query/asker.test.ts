/** A query that names the entry of another gateway's log: taken from the log of the agreement alone, kept in the receipt. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type CommitFixture, createCommitFixture } from '../../setup/database/commit-fixture.ts';
import { PARTNER } from '../../setup/database/sharing-fixture.ts';
import { type ServedQueries, serveQueries } from './serve-queries.ts';

const ASKER = { origin: 'peer.test/alpr', index: 41, leafHash: `${'A'.repeat(43)}=` };
const TRACE = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

let fixture: CommitFixture;
let served: ServedQueries;
let peerOrigin: string | null = ASKER.origin;
const lookedUp: string[] = [];

beforeAll(async () => {
  fixture = await createCommitFixture();
  served = await serveQueries(fixture, fixture.queue, {
    findPeerOrigin: async (ori) => {
      lookedUp.push(ori);
      return peerOrigin;
    },
  });
});
afterAll(async () => {
  await served.close();
  await fixture.close();
});

const body = (more: object = {}, path = '/v1/queries') =>
  served.post(
    path,
    {
      purpose: {
        ...{ code: 'stolen_vehicle', caseNumber: 'CR-2026-0142' },
        justification: 'sedan stolen from a driveway overnight, seen on Dahlia Street',
      },
      onBehalfOf: { id: 'officer-1', name: 'Officer One', ori: PARTNER },
      plate: { number: 'ZZT1234' },
      from: new Date(Date.now() - 86_400_000).toISOString(),
      to: new Date().toISOString(),
      ...more,
    },
    { traceparent: TRACE },
  );

async function newestDetail(): Promise<Record<string, unknown>> {
  const { rows } = await fixture.ownerPool.query(
    'SELECT asker_detail FROM audit_detail ORDER BY index DESC LIMIT 1',
  );
  return JSON.parse(rows[0].asker_detail);
}

describe('a query that names the entry of the asking gateway’s log', () => {
  test('is answered, and its receipt shows entry and trace', async () => {
    expect((await body({ asker: ASKER })).status).toBe(200);
    expect(await newestDetail()).toMatchObject({ kind: 'release', asker: ASKER, traceparent: TRACE });
    expect(lookedUp).toEqual([PARTNER]);
  });

  test.each([
    ['of a log of which the agreement does not name the key', 'other.test/alpr'],
    ['without an agreement in force', null],
  ])('is refused %s, and the refusal says which entry was named', async (_, origin) => {
    peerOrigin = origin;
    const answer = await body({ asker: ASKER });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ reasons: [{ code: 'no_onward', detail: 'asker' }] });
    expect(await newestDetail()).toMatchObject({ kind: 'refusal', asker: ASKER });
    expect(await (await body({ asker: ASKER }, '/v1/decisions')).json()).toMatchObject({ effect: 'deny' });
  });

  test('asks for an agreement only where one is named: other queries cost nothing', async () => {
    lookedUp.length = 0;
    expect((await body()).status).toBe(200);
    const detail = await newestDetail();
    expect([lookedUp, 'asker' in detail, 'traceparent' in detail]).toEqual([[], false, false]);
  });

  test.each([
    [{ ...ASKER, index: -1 }],
    [{ ...ASKER, leafHash: 'AA==' }],
    [{ ...ASKER, more: 1 }],
    [{ origin: ASKER.origin }],
  ])('is malformed as %j', async (asker) => {
    const answer = await body({ asker });
    expect(answer.status).toBe(422);
    expect((await answer.json()).detail).toContain('asker');
  });
});
