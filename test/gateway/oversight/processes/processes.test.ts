/** The register of served process over HTTP: what is kept of it, its duties, its entries, and what is refused. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Administration, startAdministration } from '../../../setup/administration.ts';

let admin: Administration;
beforeAll(async () => {
  admin = await startAdministration();
});
afterAll(() => admin.close());

const PATH = '/v1/processes';
const DAY = 86_400_000;
const at = (days: number) => new Date(Date.now() + days * DAY).toISOString();
const PERSON = 'Jordan Q. Example';
const PLATE = 'ZZT-4711';

const subpoena = (changes: object = {}) => ({
  kind: 'subpoena',
  issuer: 'Adams County District Court',
  servedAt: at(-3),
  scope: { persons: [PERSON], plates: [PLATE], from: at(-10), to: at(-5) },
  duties: [{ duty: 'answer', by: at(11) }],
  ...changes,
});
const register = (body: object) => admin.call('counsel', 'POST', PATH, body);
async function registered(changes: object = {}): Promise<string> {
  const { body, status } = await register(subpoena(changes));
  expect([status, body]).toEqual([201, expect.anything()]);
  return body.id;
}
const list = async (search = '') => (await admin.call('counsel', 'GET', `${PATH}${search}`)).body.processes;

/** The owner's details of the entries of served process, the newest last. */
async function details(): Promise<Record<string, unknown>[]> {
  const { rows } = await admin.ownerPool.query(
    `SELECT kind, owner_detail FROM audit_detail WHERE kind IN ('process_served', 'process_changed') ORDER BY index`,
  );
  return rows.map(({ kind, owner_detail }) => ({ kind, ...JSON.parse(owner_detail) }));
}

describe('a served process', () => {
  test('is registered with its duties, and told how it stands', async () => {
    const { body, headers, status } = await register(subpoena({ documentSha256: 'AB'.repeat(32) }));
    expect([status, headers.get('Location')]).toEqual([201, `${PATH}/${body.id}`]);
    expect(body).toMatchObject({
      ...{ status: 'open', kind: 'subpoena', documentSha256: 'ab'.repeat(32), overdue: 0 },
      scope: { persons: 1, plates: 1, inWords: false },
      duties: [{ duty: 'answer', status: 'open', doneAt: null }],
      ...{ registeredByName: 'counsel', nextDueAt: body.duties[0].by, refusedAt: null },
    });
    expect((await admin.call('counsel', 'GET', `${PATH}/${body.id}`)).body).toEqual(body);
  });

  test('keeps neither a name nor a plate, in any table', async () => {
    await registered();
    await registered({ scope: `every read of ${PLATE} that ${PERSON} drove` });
    const { rows: tables } = await admin.ownerPool.query(
      "SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public'",
    );
    let text = '';
    for (const { name } of tables) {
      const { rows } = await admin.ownerPool.query(`SELECT string_agg(t::text, ' ') AS text FROM ${name} t`);
      text += rows[0].text ?? '';
    }
    expect(text).toContain('Adams County');
    expect(text).not.toMatch(/Jordan|ZZT|4711|every read/);
  });

  test('has the same code of a person and a plate however it is written, and each counts once', async () => {
    const scope = { persons: [PERSON, 'JORDAN Q EXAMPLE'], plates: ['zzt 4711', PLATE] };
    const id = await registered({ scope });
    expect((await admin.call('counsel', 'GET', `${PATH}/${id}`)).body.scope).toMatchObject({
      ...{ persons: 1, plates: 1 },
    });
    const codes = (await details()).flatMap(
      ({ served }) => (served as { scope: { plates: string[] } }).scope.plates,
    );
    expect(new Set(codes).size).toBe(1);
  });

  test.each([
    [{ duties: [{ duty: 'answer', by: at(-4) }] }, /^`duties\.0\.by` is before `servedAt`: write the day/],
    [{ servedAt: at(1) }, /^`servedAt` is in the future: write/],
    [{ servedAt: 'yesterday' }, /^`servedAt` must be a time with its zone|^`servedAt` must be a day/],
    [{ kind: 'letter' }, /^`kind` must be one of: subpoena/],
    [{ duties: [{ duty: 'dance', by: at(1) }] }, /^`duties\.0\.duty` must be one of: answer/],
    [{ scope: { plates: ['***'] } }, /^`scope\.plates\.0` is not a plate: write only its letters and digits/],
    [{ scope: { immigrationStatus: 'x' } }, /^`scope` has an unknown field `immigrationStatus`: remove it/],
    [{ documentSha256: 'the scan' }, /^`documentSha256` is not a SHA-256: write the 64 hexadecimal digits/],
    [{ issuer: `counsel of ${PERSON}` }, /^`issuer` names a person or a plate of the scope: write the court/],
    [{ text: 'x' }, /^the body has an unknown field `text`: remove it/],
  ])('is refused where %j, by the member and with what to write', async (changes, words) => {
    const { body, status } = await register(subpoena(changes));
    expect([status, body.detail]).toEqual([422, expect.stringMatching(words)]);
    expect(body.detail).not.toMatch(/Jordan|4711/);
  });

  test('may be given by days: the last day is in it', async () => {
    const day = at(-1).slice(0, 10);
    const { body } = await register(subpoena({ servedAt: day, duties: [{ duty: 'answer', by: day }] }));
    expect(body.duties[0].by).toBe(`${day}T23:59:59.000Z`);
  });

  test('is answered once where a key is sent twice', async () => {
    const sent = subpoena();
    const again = () => admin.call('counsel', 'POST', PATH, sent, { 'Idempotency-Key': 'one-process' });
    const [first, second] = [await again(), await again()];
    expect(second.body.id).toBe(first.body.id);
    expect(second.headers.get('Idempotency-Replayed')).toBe('true');
  });
});

describe('an administrative warrant of immigration', () => {
  test('is registered and refused at once, by the entry too; the copy to the state stays due', async () => {
    const duties = [
      { duty: 'answer', by: at(3) },
      { duty: 'copy_to_state', by: at(5) },
    ];
    const { body, status } = await register(
      subpoena({ kind: 'administrative_warrant', issuer: 'ICE', duties }),
    );
    expect([status, body.status]).toEqual([201, 'refused']);
    expect(body).toMatchObject({
      refusedByName: 'counsel',
      reason: expect.stringMatching(/signed by no court/),
    });
    expect(body.duties.map((one: { status: string }) => one.status)).toEqual(['lapsed', 'open']);
    expect(body.nextDueAt).toBe(duties[1]?.by);
    expect((await details()).at(-1)).toMatchObject({
      ...{ kind: 'process_served', process: body.id, refused: true, reason: body.reason },
    });
    const done = await admin.call('counsel', 'POST', `${PATH}/${body.id}/duties/answer/done`, {});
    expect([done.status, done.body.detail]).toEqual([
      409,
      expect.stringMatching(/was refused, which ended this duty/),
    ]);
    const copied = await admin.call('counsel', 'POST', `${PATH}/${body.id}/duties/copy_to_state/done`);
    expect([copied.status, copied.body.nextDueAt]).toEqual([200, null]);
  });
});

describe('a duty', () => {
  test('is done once, with a note, and is an entry', async () => {
    const id = await registered();
    const done = (note?: string) =>
      admin.call('counsel', 'POST', `${PATH}/${id}/duties/answer/done`, note === undefined ? {} : { note });
    const first = await done('sent by courier');
    expect([first.status, first.body.status]).toEqual([200, 'done']);
    expect(first.body.duties[0]).toMatchObject({
      status: 'done',
      note: 'sent by courier',
      doneByName: 'counsel',
    });
    expect((await done()).status).toBe(409);
    expect((await details()).at(-1)).toMatchObject({
      ...{ kind: 'process_changed', process: id, done: 'answer', note: 'sent by courier' },
      by: admin.persons.counsel,
    });
  });

  test.each([
    `about ${PLATE}`,
    'gave the reads of zzt 4711 to the court',
    `told ${PERSON.toLowerCase()}, by letter`,
  ])('takes no note that says what is kept as a code: %s', async (note) => {
    const id = await registered();
    const { body, status } = await admin.call('counsel', 'POST', `${PATH}/${id}/duties/answer/done`, {
      note,
    });
    expect([status, body.detail]).toEqual([
      422,
      expect.stringMatching(/^`note` names a person or a plate .* write it/),
    ]);
    const refused = await admin.call('counsel', 'POST', `${PATH}/${id}/refused`, { reason: note });
    expect([refused.status, refused.body.detail]).toEqual([422, expect.stringMatching(/^`reason` names/)]);
  });

  test('that the process does not have, or nobody knows, is not found', async () => {
    const id = await registered();
    for (const duty of ['copy_to_state', 'dance']) {
      expect((await admin.call('counsel', 'POST', `${PATH}/${id}/duties/${duty}/done`, {})).status).toBe(404);
    }
    expect((await admin.call('counsel', 'GET', `${PATH}/${crypto.randomUUID()}`)).status).toBe(404);
  });
});

describe('a refusal', () => {
  test('takes a reason, stands once, and is an entry', async () => {
    const id = await registered();
    const refuse = (reason: string) => admin.call('counsel', 'POST', `${PATH}/${id}/refused`, { reason });
    expect((await refuse('  ')).status).toBe(422);
    const refused = await refuse('not signed by a judge');
    expect(refused.body).toMatchObject({
      status: 'refused',
      reason: 'not signed by a judge',
      nextDueAt: null,
    });
    expect((await refuse('again')).status).toBe(409);
    expect((await details()).at(-1)).toMatchObject({
      process: id,
      refused: true,
      reason: 'not signed by a judge',
    });
  });

  test('comes too late where it was answered', async () => {
    const id = await registered();
    await admin.call('counsel', 'POST', `${PATH}/${id}/duties/answer/done`);
    const { body, status } = await admin.call('counsel', 'POST', `${PATH}/${id}/refused`, { reason: 'late' });
    expect([status, body.detail]).toEqual([409, expect.stringMatching(/was answered/)]);
  });
});

describe('the list', () => {
  test('has what is overdue on top, then what is due next, then the newest; page by page', async () => {
    const late = await registered({ duties: [{ duty: 'answer', by: at(-1) }] });
    const later = await registered({ duties: [{ duty: 'answer', by: at(-2) }] });
    const all = await list();
    expect(all.slice(0, 2).map(({ id }: { id: string }) => id)).toEqual([later, late]);
    expect(all[0]).toMatchObject({ overdue: 1, duties: [{ status: 'overdue' }] });
    const paged: string[] = [];
    for (let after = ''; ; ) {
      const { next, processes } = (await admin.call('counsel', 'GET', `${PATH}?limit=3${after}`)).body;
      paged.push(...processes.map(({ id }: { id: string }) => id));
      if (next === null) break;
      after = `&after=${next}`;
    }
    expect(paged).toEqual(all.map(({ id }: { id: string }) => id));
  });

  test('is narrowed by how they stand', async () => {
    const standing = async (status: string) =>
      new Set((await list(`?status=${status}`)).map((one: { status: string }) => one.status));
    expect(await standing('open')).toEqual(new Set(['open']));
    expect(await standing('done')).toEqual(new Set(['done']));
    expect(await standing('refused')).toEqual(new Set(['refused']));
    for (const one of await list('?status=overdue')) expect(one.overdue).toBeGreaterThan(0);
  });

  test('is read by the Chief and auditors, who change nothing', async () => {
    for (const who of ['chief', 'auditor']) {
      expect((await admin.call(who, 'GET', PATH)).status).toBe(200);
      expect((await admin.call(who, 'POST', PATH, subpoena())).status).toBe(403);
    }
    for (const who of ['admin-1', 'reviewer']) expect((await admin.call(who, 'GET', PATH)).status).toBe(403);
  });
});

describe('an auditor', () => {
  test('finds the entries by kind, and reads what they say', async () => {
    const { body } = await admin.call('auditor', 'POST', '/v1/audit/search', {
      ...{ kind: 'process_served', details: true, limit: 5 },
    });
    expect(body.entries.length).toBeGreaterThan(0);
    expect(body.entries[0].says).toMatchObject({
      by: admin.persons.counsel,
      reason: expect.stringMatching(
        /^process [0-9a-f-]{36}: Subpoena from Adams County District Court, about 1 person and 1 plate/,
      ),
    });
  });
});

describe('the annual report', () => {
  test('counts process, what of it was refused, and each person and plate once', async () => {
    const figures = async () => {
      const { body } = await admin.call(
        'auditor',
        'GET',
        `/v1/reports/annual/${new Date().getUTCFullYear()}`,
      );
      const of = new Map(
        body.figures.map(({ code, count }: { code: string; count: number }) => [code, count]),
      );
      return ['served_process', 'process_refused', 'subjects_of_process'].map((code) => Number(of.get(code)));
    };
    await registered();
    const [served, refused, subjects] = (await figures()) as [number, number, number];
    const id = await registered({ scope: { persons: [PERSON, 'Somebody New'], plates: [PLATE] } });
    await admin.call('counsel', 'POST', `${PATH}/${id}/refused`, { reason: 'no jurisdiction' });
    expect(await figures()).toEqual([served + 1, refused + 1, subjects + 1]);
  });
});
