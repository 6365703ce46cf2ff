/** The registry over HTTP: seeded, looked up, registered, changed. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { seedAgencies } from '../../../../gateway/registry/agencies/seed-agencies.ts';
import { type Administration, startAdministration } from '../../../setup/administration.ts';
import { sampleGrant } from '../../../setup/database/sample-grant.ts';

let admin: Administration;
beforeAll(async () => {
  admin = await startAdministration();
});
afterAll(() => admin.close());

const get = (path: string) => admin.call('auditor', 'GET', path);
const newest = async (count: number) => (await admin.entries()).slice(-count).map(({ kind }) => kind);

const BODY = {
  ori: 'CO0990100',
  oris: ['CO0990101'],
  name: 'Sample Police Department',
  class: 'municipal',
  state: 'CO',
  county: 'Adams',
  boundByArticle74: true,
  has287g: false,
  federalMembers: false,
  status: 'active',
  roster: 25,
};

describe('the seed', () => {
  test('is imported once, with one entry; what is there stays as it is', async () => {
    const first = await seedAgencies({ ...admin, pool: admin.ownerPool }, { confirmed: false, roster: 0 });
    expect(first).toEqual({ added: 338, unchanged: 1 });
    expect(await newest(1)).toEqual(['agency_added']);
    const size = (await admin.entries()).length;
    const second = await seedAgencies(
      { ...admin, pool: admin.ownerPool },
      { confirmed: true, roster: 1_000 },
    );
    expect(second).toEqual({ added: 0, unchanged: 339 });
    expect(await admin.entries()).toHaveLength(size);
  });

  test('confirms nothing by itself: its rows are drafts and are granted nothing', async () => {
    const { body } = await get('/v1/agencies/CO0010000');
    expect(body).toMatchObject({ status: 'draft', eligible: false });
    const proposed = await admin.call('admin-1', 'POST', '/v1/grants', sampleGrant('CO0010000'));
    expect(proposed.body.reasons).toContainEqual(
      expect.objectContaining({ code: 'agency_not_eligible', detail: 'unconfirmed' }),
    );
  });
});

describe('an agency', () => {
  test('is found by each of its ORIs, exactly written', async () => {
    const patrol = (await get('/v1/agencies/COCSP0000')).body;
    expect((await get('/v1/agencies/COCSP1700')).body).toEqual(patrol);
    expect(patrol.oris).toHaveLength(55);
    for (const ori of ['cocsp0000', 'COCSPN000', 'COCSP0000%20', '%00', '%E2%82%AC']) {
      expect([ori, (await get(`/v1/agencies/${ori}`)).status]).toEqual([ori, 404]);
    }
  });

  test('is registered with all its ORIs, and an entry', async () => {
    const { body, headers, status } = await admin.call('admin-1', 'POST', '/v1/agencies', BODY);
    expect(status).toBe(201);
    expect(headers.get('Location')).toBe('/v1/agencies/CO0990100');
    expect(body).toMatchObject({
      ...BODY,
      oris: ['CO0990100', 'CO0990101'],
      agreement: null,
      eligible: false,
    });
    expect(await newest(1)).toEqual(['agency_added']);
  });

  test('is not registered under an ORI that another one has, be it an alias', async () => {
    const size = (await admin.entries()).length;
    for (const body of [BODY, { ...BODY, ori: 'CO0990101', oris: [] }, { ...BODY, ori: 'CO0990900' }]) {
      const sent = body.oris.length === 0 ? { ...body, oris: [body.ori] } : body;
      expect((await admin.call('admin-1', 'POST', '/v1/agencies', sent)).status).toBe(409);
    }
    expect(await admin.entries()).toHaveLength(size);
  });

  test.each([
    ['a malformed ORI', { ori: 'co0990700' }],
    ['an unknown class', { class: 'militia' }],
    ['no word on 287(g)', { has287g: undefined }],
    ['no word on article 74', { boundByArticle74: undefined }],
    ['an unknown member', { eligible: true }],
    ['no roster', { roster: undefined }],
    ['a roster of nobody', { roster: 0 }],
  ])('with %s is not registered', async (_, change) => {
    const body = { ...BODY, ori: 'CO0990700', oris: ['CO0990700'], ...change };
    expect((await admin.call('admin-1', 'POST', '/v1/agencies', body)).status).toBe(422);
  });

  test('is confirmed with a roster, and told so without; a draft and a barred agency need none', async () => {
    const { roster: _, ...body } = { ...BODY, ori: 'CO0990800', oris: ['CO0990800'] };
    const draft = await admin.call('admin-1', 'POST', '/v1/agencies', { ...body, status: 'draft' });
    expect([draft.status, draft.body.roster]).toEqual([201, 0]);
    const confirm = (change: object) =>
      admin.call('admin-1', 'PATCH', '/v1/agencies/CO0990800', { status: 'active', ...change });
    for (const change of [{}, { roster: 0 }]) {
      const refused = await confirm(change);
      expect([refused.status, refused.body.detail]).toEqual([
        422,
        expect.stringMatching(/`roster`.*`--roster`/),
      ]);
    }
    expect((await get('/v1/agencies/CO0990800')).body).toMatchObject({ status: 'draft', roster: 0 });
    expect((await confirm({ roster: 1 })).status).toBe(200);
    expect((await confirm({ roster: 0 })).status).toBe(422);
    const federal = {
      ...body,
      ori: 'COFBI9900',
      oris: ['COFBI9900'],
      class: 'federal',
      boundByArticle74: false,
    };
    expect((await admin.call('admin-1', 'POST', '/v1/agencies', federal)).status).toBe(201);
    const municipal = { class: 'municipal' };
    expect((await admin.call('admin-1', 'PATCH', '/v1/agencies/COFBI9900', municipal)).status).toBe(422);
  });

  test('that was active without a roster before one was asked for is changed, revoked and given one', async () => {
    const { ori } = await admin.register('CO0990850');
    await admin.ownerPool.query('ALTER TABLE agency DISABLE TRIGGER agency_has_roster');
    await admin.ownerPool.query('UPDATE agency SET roster = 0 WHERE ori = $1', [ori]);
    await admin.ownerPool.query('ALTER TABLE agency ENABLE TRIGGER agency_has_roster');
    const patch = (change: object) => admin.call('admin-1', 'PATCH', `/v1/agencies/${ori}`, change);
    expect((await patch({ county: 'Weld' })).status).toBe(200);
    const revoked = await admin.call('admin-1', 'POST', `/v1/agencies/${ori}/revoke`, { reason: 'test' });
    expect(revoked.status).toBe(200);
    expect((await patch({ roster: 4 })).body).toMatchObject({ roster: 4 });
    expect((await patch({ roster: 0 })).status).toBe(422);
  });
});

describe('the list of agencies', () => {
  test('is narrowed and paged', async () => {
    const tribal = await get('/v1/agencies?class=tribal');
    expect(tribal.body.agencies.map(({ ori }: { ori: string }) => ori)).toEqual(['CO0340200', 'CODI01100']);
    const named = await get('/v1/agencies?name=federal%20heights');
    expect(named.body.agencies.map(({ ori }: { ori: string }) => ori)).toEqual(['CO0010800']);
    const seen: string[] = [];
    for (let path = '/v1/agencies?limit=150'; ; ) {
      const { body } = await get(path);
      seen.push(...body.agencies.map(({ ori }: { ori: string }) => ori));
      if (body.next === null) break;
      path = `/v1/agencies?limit=150&after=${body.next}`;
    }
    expect(seen.length).toBeGreaterThan(337);
    expect(seen).toEqual([...new Set(seen)].sort());
  });
});
