/** Persons are told by mail what waits for them, once, and no mail says more than of what kind it is. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { Registry } from 'prom-client';
import { makeNotices } from '../../../../gateway/jobs/mail/mail-notices-store.ts';
import { NOTICES, type NoticeKind } from '../../../../gateway/jobs/mail/notice-words.ts';
import { type Mail, startMail } from '../../../../gateway/jobs/mail/start-mail.ts';
import { findDue } from '../../../../gateway/jobs/outbox-store.ts';
import { runJob } from '../../../../gateway/jobs/run-job.ts';
import { createSharingFixture, type SharingFixture } from '../../../setup/database/sharing-fixture.ts';
import { type MailServer, startMailServer } from './mail-server.ts';

const PLATE = 'SECRET1';
const OFFICER = 'Officer Secret';
const CASE = 'CR-2026-SECRET';
const PUBLIC_URL = 'https://alpr.example.gov';

let fixture: SharingFixture;
let server: MailServer;
let mail: Mail;
let registry: Registry;
const told: string[] = [];
const log = { warn: (_: object, message: string) => void told.push(message), error: () => undefined };
const people: Record<string, string> = {};

/** Reads as the server's superuser, whom no trigger stops. */
async function sql(statement: string, values: unknown[] = []): Promise<Record<string, string>[]> {
  const url = Object.assign(new URL(fixture.databases.superuserUrl), {
    pathname: new URL(fixture.databases.gatewayUrl).pathname,
  });
  const client = new pg.Client(url.href);
  await client.connect();
  await client.query("SET session_replication_role = 'replica'");
  const { rows } = await client.query(statement, values).finally(() => client.end());
  return rows;
}

beforeAll(async () => {
  [fixture, server] = await Promise.all([createSharingFixture(), startMailServer()]);
  for (const [name, role] of Object.entries({
    ...{ officer: null, reviewer: 'reviewer', jane: 'sharing_admin', john: 'sharing_admin', chief: 'chief' },
    counsel: 'process_clerk',
    gone: 'reviewer',
  })) {
    const [row] = await sql(
      `INSERT INTO person (issuer_id, agency_id, ori, subject, name, roles, employee_id, status)
       SELECT i.id, a.id, a.ori, $1, $1, $2, $1, $3 FROM identity_issuer i, agency a WHERE a.is_owner LIMIT 1 RETURNING id`,
      [name, role === null ? [] : [role], name === 'gone' ? 'suspended' : 'active'],
    );
    people[name] = row?.id as string;
    await sql('INSERT INTO mail_address VALUES ($1, $2)', [people[name], `${name}@example.gov`]);
  }
  registry = new Registry();
  const settings = { noticeSmtpUrl: server.url, noticeFrom: 'alpr@example.gov', publicUrl: PUBLIC_URL };
  mail = startMail({ ...settings, pool: fixture.pool, registry, log, every: 3_600_000 });
}, 300_000);
afterAll(async () => {
  await mail.close();
  await server.close();
  await fixture.close();
});
afterEach(async () => {
  server.refuses = 'nothing';
  server.taken.length = 0;
  told.length = 0;
  for (const table of [
    'mail_notice',
    'outbox',
    'held_query',
    'misuse_report',
    'hit',
    'standing_query',
    'proposal',
    'process_duty',
    'served_process',
  ])
    await sql(`DELETE FROM ${table}`);
  await sql("UPDATE sharing_grant SET valid_until = now() + interval '300 days'");
});

/** Does what is due, as a worker of the queue does. */
async function work(): Promise<void> {
  const never = () => Promise.reject(new Error('no job of this kind'));
  const others = {
    hit_notice: never,
    hit_caution: never,
    list_push: never,
    list_fetch: never,
    vendor_list: never,
  };
  const deps = { pool: fixture.pool, worker: randomUUID(), leaseMs: 60_000, log };
  for (const { id } of await findDue(fixture.pool, 100)) {
    await runJob(id, { ...deps, work: { ...others, mail_notice: mail.work } });
  }
}
const tellAll = async () => {
  await makeNotices(fixture.pool);
  await work();
};
const recipients = () => server.taken.map((message) => /^To: <?(.*?)>?\r$/m.exec(message)?.[1]).sort();
const jobs = () => sql('SELECT status, fault, attempts FROM outbox');
const subject = () => JSON.stringify({ personId: people.officer, name: OFFICER });
const query = JSON.stringify({ plate: { number: PLATE }, purpose: { caseNumber: CASE } });

const heldQuery = (status: string) =>
  sql(
    `INSERT INTO held_query (id, agency_id, epoch, subject, query, query_hash, reasons, rules_revision, held_index,
       held_at, expires_at, status, decided_at, decided_by, decided_index, note)
     VALUES ($1, $2, 0, $3, $4, '\\x00', '[]', 'r', 1, now(), now() + interval '1 day', $5,
       ${status === 'held' ? 'NULL, NULL, NULL, NULL' : 'now(), $6, 2, $7'})`,
    [
      ...[randomUUID(), fixture.agencyId, subject(), query, status],
      ...(status === 'held' ? [] : [people.reviewer, 'read it']),
    ],
  );

const THINGS: Readonly<
  Record<NoticeKind, readonly [happens: () => Promise<unknown>, to: readonly string[]]>
> = {
  decided: [() => heldQuery('approved'), ['officer']],
  waits: [() => heldQuery('held'), ['reviewer']],
  approve: [
    () =>
      sql("INSERT INTO proposal (act, about, entry, proposed_by) VALUES ('suspend_person', $1, 1, $2)", [
        ...[people.gone, people.jane],
      ]),
    ['john'],
  ],
  ends: [() => sql("UPDATE sharing_grant SET valid_until = now() + interval '20 days'"), ['jane', 'john']],
  hit: [
    async () => {
      const list = randomUUID();
      await sql(
        `INSERT INTO standing_query (agency_id, list_id, position, subject, query, expires_at, grant_id)
         VALUES ($1, $2, 1, $3, $4, now() + interval '1 day', $5)`,
        [fixture.agencyId, list, subject(), query, fixture.grantId],
      );
      await sql(
        `INSERT INTO hit (list_id, position, agency_id, read_id, captured_at, read, verify)
         VALUES ($1, 1, $2, $3, now(), $4, false)`,
        [list, fixture.agencyId, randomUUID(), JSON.stringify({ plate: PLATE })],
      );
    },
    ['officer'],
  ],
  overdue: [
    () =>
      sql(
        `INSERT INTO misuse_report (kind, agency_id, pattern, entries, summary, state, opened_at, due_at)
         VALUES ('reported', $1, sha256('x'), '{1}', $2, 'open', now() - interval '9 days', now() - interval '1 hour')`,
        [fixture.agencyId, `${OFFICER} asked for ${PLATE}`],
      ),
    ['chief'],
  ],
  duty_overdue: [
    () =>
      sql(
        `WITH process AS (
           INSERT INTO served_process (kind, issuer, served_at, persons, plates, registered_by)
           VALUES ('subpoena', $1, now() - interval '9 days', '{}', '{}', $2) RETURNING id)
         INSERT INTO process_duty (process_id, duty, due_at, alarmed_at)
         SELECT id, 'answer', now() - interval '3 days', now() FROM process`,
        [OFFICER, people.counsel],
      ),
    ['chief', 'counsel'],
  ],
};

describe('a notice by mail', () => {
  test.each(Object.entries(THINGS))(
    'of the kind `%s` goes to whom it is for, once, with a link',
    async (kind, [happens, to]) => {
      await happens();
      await tellAll();
      await tellAll();
      const told = recipients().filter((address) => to.includes(address?.split('@')[0] as string));
      expect(recipients()).toEqual(expect.arrayContaining(to.map((name) => `${name}@example.gov`)));
      expect(told).toHaveLength(to.length);
      const { subject: words } = NOTICES[kind as NoticeKind];
      const mails = server.taken.filter((message) => message.includes(`Subject: ALPR sharing: ${words}`));
      expect(mails).toHaveLength(to.length);
      for (const message of mails) {
        expect(message).toContain(`${PUBLIC_URL}/`);
        expect(message).toContain('Auto-Submitted: auto-generated');
      }
    },
  );

  test('never has a plate, a name or a case', async () => {
    for (const [happens] of Object.values(THINGS)) await happens();
    await tellAll();
    expect(server.taken.length).toBeGreaterThanOrEqual(Object.keys(THINGS).length);
    expect(server.taken.join('\n')).not.toMatch(/SECRET|Officer Secret/);
  });

  test('goes to nobody who may not sign in, and to nobody for what was told before', async () => {
    await heldQuery('held');
    await heldQuery('held');
    await tellAll();
    expect(recipients()).toEqual(['reviewer@example.gov']);
  });

  test('is not sent any more where its person was suspended in between', async () => {
    await heldQuery('held');
    await makeNotices(fixture.pool);
    await sql("UPDATE person SET status = 'suspended' WHERE id = $1", [people.reviewer]);
    await work();
    await sql("UPDATE person SET status = 'active' WHERE id = $1", [people.reviewer]);
    expect([recipients(), await jobs()]).toEqual([[], [expect.objectContaining({ status: 'refused' })]]);
  });
});

describe('a mail server that does not take a notice', () => {
  test.each([
    ['login', 'login_refused', 'waiting', /refuses the user or password/],
    ['message', 'refused', 'waiting', /lets NOTICE_FROM send/],
    ['address', 'address_refused', 'dead', /does not know the address/],
  ] as const)(
    'refuses the %s: it is told apart, and tried again where that may help',
    async (refuses, outcome, status, words) => {
      server.refuses = refuses;
      await heldQuery('held');
      await tellAll();
      expect(await jobs()).toEqual([{ status, fault: `mail_${outcome}`, attempts: 1 }]);
      expect(told).toEqual([expect.stringMatching(words)]);
      expect(told.join()).not.toMatch(/reviewer@|right/);
      expect(await registry.metrics()).toContain(
        `alpr_mail_notices_total{kind="waits",outcome="${outcome}"} 1`,
      );
      if (status === 'dead') return;
      server.refuses = 'nothing';
      await sql('UPDATE outbox SET run_at = now()');
      await work();
      expect([recipients(), await jobs()]).toEqual([
        ['reviewer@example.gov'],
        [expect.objectContaining({ status: 'done', attempts: 2 })],
      ]);
    },
  );

  test('does not answer: nothing is lost', async () => {
    const settings = {
      noticeSmtpUrl: 'smtp://127.0.0.1:1',
      noticeFrom: 'alpr@example.gov',
      publicUrl: PUBLIC_URL,
    };
    const away = startMail({
      ...settings,
      pool: fixture.pool,
      registry: new Registry(),
      log,
      every: 3_600_000,
    });
    await heldQuery('held');
    await makeNotices(fixture.pool);
    const [due] = await findDue(fixture.pool, 1);
    const job = {
      id: due?.id as string,
      target: (await sql('SELECT target FROM outbox'))[0]?.target as string,
    };
    await expect(
      away.work({ ...job, kind: 'mail_notice', agencyId: null, attempts: 1, worker: randomUUID() }),
    ).rejects.toMatchObject({ code: 'unavailable', why: 'mail_no_answer' });
    await away.close();
  });
});
