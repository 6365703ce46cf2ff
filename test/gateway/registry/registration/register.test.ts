/** Registrations from a file: whole or not at all, and never over what is there. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type RegisterOptions, register } from '../../../../gateway/registry/registration/register.ts';
import type { Registration } from '../../../../gateway/registry/registration/registration.schema.ts';
import { createTestRegistry, OWNER, type TestRegistry } from '../../../setup/database/test-registry.ts';
import { FILE, OWN_ISSUER as OWN } from './registration-file.ts';

const { issuer: ISSUER } = FILE.issuers[0];
const { ori: PARTNER } = FILE.agencies[0];

const ADDED = {
  issuers: { added: 1, unchanged: 0 },
  agencies: { added: 1, unchanged: 0 },
  persons: { added: 2, unchanged: 0 },
  clients: { added: 2, unchanged: 0 },
  colorado: null,
};
const UNCHANGED = {
  issuers: { added: 0, unchanged: 1 },
  agencies: { added: 0, unchanged: 1 },
  persons: { added: 0, unchanged: 2 },
  clients: { added: 0, unchanged: 2 },
  colorado: null,
};

let registry: TestRegistry;

beforeAll(async () => {
  registry = await createTestRegistry();
});
afterAll(() => registry.close());

const take = (file: Registration, options: RegisterOptions = {}) =>
  register({ pool: registry.ownerPool, owner: OWNER }, file, options);
const sql = async (text: string) => (await registry.ownerPool.query(text)).rows;

/** The lines of the refusal, and that nothing was changed. */
async function refused(file: Registration): Promise<string[]> {
  const state = async () => [
    await sql('SELECT issuer, jwks_uri, status FROM identity_issuer ORDER BY id'),
    await sql('SELECT subject, name, roles, status FROM person ORDER BY subject'),
    await sql('SELECT client_id, status FROM client_registration ORDER BY id'),
    await sql('SELECT ori, name, status FROM agency ORDER BY ori'),
    (await registry.entries()).length,
  ];
  const before = await state();
  const [first, ...lines] = await take(file).then(
    () => ['taken'],
    (error: Error) => error.message.split('\n  - '),
  );
  expect(first).toBe('nothing was registered; change this and try again:');
  expect(await state()).toEqual(before);
  return lines;
}

describe('a file of registrations', () => {
  test('tried dry says what it would do, and changes nothing', async () => {
    const before = (await registry.entries()).length;
    expect(await take(FILE, { dryRun: true })).toEqual(ADDED);
    expect(await registry.entries()).toHaveLength(before);
    expect(await sql(`SELECT 1 FROM identity_issuer WHERE issuer = '${ISSUER}'`)).toEqual([]);
  });

  test('is taken, with entries that name no person and no client', async () => {
    const before = (await registry.entries()).length;
    expect(await take(FILE)).toEqual(ADDED);
    const entries = (await registry.entries()).slice(before);
    expect(entries.map(({ agency, kind }) => [kind, agency])).toEqual([
      ['agency_added', PARTNER],
      ['issuer_added', null],
      ['person_added', PARTNER],
      ['person_added', OWNER],
      ['client_changed', PARTNER],
      ['client_changed', OWNER],
    ]);
    // No mark: it lowers nothing.
    for (const [place, { epoch }] of entries.entries()) expect(epoch).not.toBe(before + place);
    expect(JSON.stringify(entries)).not.toMatch(/pat|new-cli/);
    const details = await sql(
      `SELECT owner_detail FROM audit_detail WHERE index >= ${before} ORDER BY index`,
    );
    expect(JSON.parse(details[3].owner_detail)).toMatchObject({
      by: null,
      way: 'register',
      persons: [{ subject: 'new', roles: ['reviewer'], employeeId: 'E-77' }],
    });
    expect(await registry.agency(PARTNER)).toMatchObject({ status: 'draft', roster: 0 });
    const [client] = await sql(
      `SELECT p.subject FROM client_registration c JOIN person p ON p.id = c.person_id WHERE client_id = 'new-cli'`,
    );
    expect(client.subject).toBe('new');
    expect(await sql(`SELECT count(*)::int AS grants FROM sharing_grant`)).toEqual([{ grants: 0 }]);
  });

  test('taken again changes nothing, and leaves no entry', async () => {
    const before = (await registry.entries()).length;
    expect(await take(FILE)).toEqual(UNCHANGED);
    expect(await take({})).toMatchObject({ issuers: { added: 0, unchanged: 0 } });
    expect(await registry.entries()).toHaveLength(before);
  });

  test('leaves what it does not say of an agency as administrators made it', async () => {
    await sql(`UPDATE agency SET roster = 40, county = 'Adams' WHERE ori = '${PARTNER}'`);
    expect(await take(FILE)).toEqual(UNCHANGED);
    expect(await registry.agency(PARTNER)).toMatchObject({ roster: 40, county: 'Adams' });
  });

  test('with an active agency and no roster is refused, and says what to give', async () => {
    const [agency] = FILE.agencies;
    const active = { ...agency, ori: 'CO0809500', oris: ['CO0809500'], status: 'active' as const };
    const [line] = await refused({ agencies: [active] });
    expect(line).toMatch(/^agency CO0809500 needs in `roster` how many officers it has declared/);
  });

  test('that differs from the registry is refused whole, with each difference', async () => {
    const [issuer] = FILE.issuers;
    const [agency] = FILE.agencies;
    const [pat, own] = FILE.persons;
    const [system, cli] = FILE.clients;
    const lines = await refused({
      issuers: [
        { ...issuer, jwksUri: `${ISSUER}/other` },
        { issuer: 'https://more.example', jwksUri: 'https://more.example/jwks', assertsRoles: false },
      ],
      agencies: [{ ...agency, status: 'active', name: 'Other', agreement: null }],
      persons: [
        { ...pat, name: 'Else' },
        { ...own, roles: ['sharing_admin'] },
      ],
      clients: [
        { ...system, ori: OWNER },
        { ...cli, actsFor: null },
      ],
    });
    expect(lines).toEqual([
      `issuer \`${ISSUER}\` is registered with another \`jwksUri\`: "${ISSUER}/jwks", not "${ISSUER}/other"; ` +
        'change the file, or, where the issuer has moved its keys, as the owner of the database in psql: ' +
        `UPDATE identity_issuer SET jwks_uri = '${ISSUER}/other' WHERE issuer = '${ISSUER}';`,
      expect.stringMatching(/^agency CO0800100 is registered with another `name`: "Partner PD", not "Other"/),
      expect.stringMatching(/^agency CO0800100 .*`status`: "draft", not "active"/),
      expect.stringMatching(/^agency CO0800100 .*`agreement`: \{.*\}, not null/),
      expect.stringMatching(/^person `pat` .*`name`/),
      expect.stringMatching(/^person `new` .*`roles`: \["reviewer"\], not \["sharing_admin"\]/),
      expect.stringMatching(/^client `system` .*`ori`: "CO0800100", not "CO0010300"/),
      expect.stringMatching(/^client `new-cli` .*`actsFor`: "new", not null/),
    ]);
  });

  test('that refers to nothing, gives roles to others, or says a thing twice is refused', async () => {
    const [pat] = FILE.persons;
    const nobody = { ...pat, subject: 'x', issuer: 'https://none.example' };
    const client = { issuer: ISSUER, clientId: 'y', ori: PARTNER, actsFor: null };
    const lines = await refused({
      issuers: [
        { issuer: 'http://id.example?a', jwksUri: 'ftp://id.example/', assertsRoles: false },
        { issuer: 'http://127.0.0.1:1', jwksUri: 'http://[::1]:1/jwks', assertsRoles: false },
      ],
      agencies: [{ ...FILE.agencies[0], ori: 'CO0800900', oris: [PARTNER] }],
      persons: [
        { ...nobody, ori: 'CO0899900' },
        { ...pat, subject: 'boss', roles: ['chief'] },
        { ...pat, subject: 'mole', issuer: OWN, roles: ['chief'] },
        { ...pat, subject: 'twice' },
        { ...pat, subject: 'twice' },
      ],
      clients: [
        { ...client, actsFor: 'nobody' },
        { ...client, clientId: 'z', ori: OWNER, actsFor: 'pat' },
      ],
    });
    const named = (text: string) => expect.stringContaining(text);
    expect(lines).toEqual([
      'issuer `http://id.example?a` needs an https address as `issuer` (http only on this machine)',
      'issuer `http://id.example?a` needs an https address as `jwksUri` (http only on this machine)',
      'issuer `http://id.example?a` may have neither query nor fragment',
      'agency CO0800900 has an ORI of another agency',
      named('person `x` of `https://none.example` has an issuer that is neither in the file nor registered'),
      named('has the ORI CO0899900, of no agency'),
      named('person `boss` of `https://id.partner.example` has roles: those are for persons of CO0010300'),
      named('person `mole` of `https://issuer.example` has roles'),
      named('person `twice` of `https://id.partner.example` stands twice'),
      named('client `y` of `https://id.partner.example` acts for `nobody`, who is not a person'),
      named('client `z` of `https://id.partner.example` acts for `pat`, who is not a person'),
    ]);
  });

  test('brings back no client, person or issuer that was removed, nor an agency that was suspended', async () => {
    await sql(`UPDATE client_registration SET status = 'removed' WHERE client_id = 'new-cli'`);
    await sql(`UPDATE person SET status = 'removed' WHERE subject = 'pat'`);
    await sql(`UPDATE agency SET status = 'suspended' WHERE ori = '${PARTNER}'`);
    const removed = expect.stringContaining('was removed, and is not brought back');
    expect(await refused({ agencies: FILE.agencies, persons: FILE.persons, clients: FILE.clients })).toEqual([
      expect.stringMatching(/^agency CO0800100 .*`status`: "suspended", not "draft"/),
      removed,
      removed,
    ]);
    await sql(`UPDATE identity_issuer SET status = 'removed' WHERE issuer = '${ISSUER}'`);
    expect(await refused({ issuers: FILE.issuers })).toEqual([removed]);
    const other = { issuer: ISSUER, clientId: 'other', ori: PARTNER, actsFor: null };
    expect(await refused({ clients: [other] })).toEqual([
      expect.stringContaining('has an issuer that was removed'),
    ]);
  });

  test('takes Colorado’s agencies as drafts, to which nothing can be granted before somebody confirms them', async () => {
    const first = await take({}, { colorado: { confirmed: false, roster: 0 } });
    expect(first.colorado?.added).toBeGreaterThan(200);
    expect((await registry.agency('CO0010000')).status).toBe('draft');
    expect((await registry.agency(OWNER)).name).toBe(`Agency ${OWNER}`);
    expect(await take({}, { colorado: { confirmed: false, roster: 0 } })).toMatchObject({
      colorado: { added: 0 },
    });
  });

  test('taken by two at once is taken once', async () => {
    const file = {
      issuers: [{ issuer: 'https://a.example', jwksUri: 'https://a.example/k', assertsRoles: false }],
    };
    const taken = await Promise.all([take(file), take(file)]);
    expect(taken.map(({ issuers }) => issuers.added).sort()).toEqual([0, 1]);
  });
});
