/** Reads that vendors push: registered by two people, authenticated, taken once, and nothing lost that cannot be taken. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { findNewReads } from '../../../../gateway/reads/new-reads-store.ts';
import { purgeReads } from '../../../../gateway/reads/purge-reads.ts';
import { connectReads } from '../../../../gateway/reads/reads-store.ts';
import { findSetAside } from '../../../../gateway/reads/set-aside-store.ts';
import { sourcesCommand } from '../../../../gateway/registry/sources/sources-command.ts';
import { runCommand, runCommandForJson } from '../../../setup/commands/run-command.ts';
import { connectTo } from '../../../setup/connect-to.ts';
import { basic, type Intake, recent, startIntake, verkadaSignature } from './intake.ts';

let intake: Intake;
beforeAll(async () => {
  intake = await startIntake();
});
afterAll(() => intake.close());

const SOURCES = '/v1/reads-sources';
const TAKEN = { taken: 1, setAside: 0 };

async function countsOf(name: string): Promise<Record<string, number>> {
  await intake.writeRefused();
  const { body } = await intake.admin.call('auditor', 'GET', `${SOURCES}/${name}`);
  return Object.fromEntries(
    body.counts.map((one: { outcome: string; count: number; reason: string }) => [
      `${one.outcome}${one.reason && ': '}${one.reason}`,
      one.count,
    ]),
  );
}

async function storedWith(prefix: string): Promise<Record<string, unknown>[]> {
  const { rows } = await intake.reads.query(
    `SELECT plate, plate_state, confidence::float8, camera_id, encode(context_image_sha256, 'hex') AS context
     FROM read WHERE camera_id LIKE $1 || '%' ORDER BY plate`,
    [prefix],
  );
  return rows;
}

describe('a source of pushed reads', () => {
  test('is proposed by one administrator and approved by another, and before that nothing is taken', async () => {
    const { admin, push } = intake;
    const terms = { name: 'two-people', vendor: 'rekor_scout', method: 'basic', cameraPrefix: 'two-' };
    const proposed = await admin.call('admin-1', 'POST', SOURCES, terms);
    expect([proposed.status, proposed.body.status]).toEqual([201, 'proposed']);
    expect(proposed.text).not.toContain('secret');
    expect((await admin.call('admin-2', 'POST', SOURCES, terms)).status).toBe(409);

    const path = `${SOURCES}/${proposed.body.id}/approve`;
    expect((await admin.call('admin-1', 'POST', path)).status).toBe(403);
    expect((await admin.call('laptop-1', 'POST', path)).status).toBe(403);
    expect(
      (await push('two-people', recent('rekor_scout'), { headers: basic('two-people', '') })).status,
    ).toBe(401);

    const approved = await admin.call('admin-2', 'POST', path);
    expect([approved.status, approved.body.status]).toEqual([200, 'active']);
    const headers = basic('two-people', approved.body.secret);
    expect((await push('two-people', recent('rekor_scout'), { headers })).body).toEqual(TAKEN);
    expect((await admin.call('admin-2', 'POST', path)).status).toBe(409);

    const { rows } = await admin.ownerPool.query(
      `SELECT owner_detail::jsonb ->> 'change' AS change, owner_detail::jsonb ->> 'by' AS by FROM audit_detail
       WHERE owner_detail::jsonb ->> 'source' = 'two-people' ORDER BY index`,
    );
    expect(rows).toEqual([
      { change: 'reads source', by: admin.persons['admin-1'] },
      { change: 'reads source approved', by: admin.persons['admin-2'] },
    ]);
  });

  test('is approved by nobody who only has the gateway’s log-in', async () => {
    const { admin } = intake;
    const { body } = await admin.call('admin-1', 'POST', SOURCES, {
      name: 'by-sql',
      vendor: 'axis',
      method: 'path',
      cameraPrefix: 'by-sql-',
    });
    const approve = (person: string | undefined) =>
      admin.pool.query(
        `UPDATE reads_source SET status = 'active', secret_hash = '\\x00', approved_by = $2, approved_at = now() WHERE id = $1`,
        [body.id, person],
      );
    await expect(approve(admin.persons['admin-1'])).rejects.toThrow('reads_source_two_persons');
    await expect(approve(admin.persons['admin-2'])).rejects.toThrow('no entry of the log tells of it');
  });

  test('shows its secret once, to the same request again, and to nobody else; no table has it', async () => {
    const { admin } = intake;
    const terms = { name: 'shown-once', vendor: 'axis', method: 'path', cameraPrefix: 'once-' };
    const { body } = await admin.call('admin-1', 'POST', SOURCES, terms);
    const key = { 'Idempotency-Key': 'approve-shown-once' };
    const approve = () => admin.call('admin-2', 'POST', `${SOURCES}/${body.id}/approve`, {}, key);
    const { secret } = (await approve()).body;
    expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect((await approve()).body.secret).toBe(secret);
    expect((await admin.call('admin-1', 'GET', `${SOURCES}/shown-once`)).text).not.toContain(secret);
    const { rows: tables } = await admin.ownerPool.query(
      `SELECT quote_ident(relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
       WHERE relkind = 'r' AND nspname = 'public'`,
    );
    for (const { name } of tables) {
      const { rows } = await admin.ownerPool.query(
        `SELECT count(*)::int AS n FROM ${name} t WHERE strpos(t::text, $1) > 0`,
        [secret],
      );
      expect([name, rows[0].n]).toEqual([name, 0]);
    }
  });
});

describe('a push', () => {
  test('with the secret in its path is stored as one of `ingest` is, where queries and hot lists find it', async () => {
    const secret = await intake.register('main-street', 'rekor_scout', 'path', { cameraPrefix: 'main-' });
    expect((await intake.push(`main-street/${secret}`, recent('rekor_scout'))).body).toEqual(TAKEN);
    expect(await storedWith('main-')).toEqual([
      {
        plate: 'D2651BF',
        plate_state: 'MO',
        confidence: 0.9388,
        camera_id: 'main-1234',
        context: expect.any(String),
      },
    ]);
    const pool = connectReads(intake.admin.readsUrl);
    const found: string[] = [];
    for await (const page of findNewReads(pool, '2020-01-01', 100))
      found.push(...page.map(({ plate }) => plate));
    await pool.end();
    expect(found).toContain('D2651BF');
  });

  test('that comes again is counted as known, and stored once', async () => {
    const secret = await intake.register('again', 'plate_recognizer', 'basic', { cameraPrefix: 'again-' });
    const payload = recent('plate_recognizer');
    const headers = basic('again', secret);
    for (const node of [0, 1, 0] as const) {
      expect((await intake.push('again', payload, { headers, node })).body).toEqual(TAKEN);
    }
    expect(await storedWith('again-')).toHaveLength(1);
    expect(await countsOf('again')).toEqual({ taken: 1, known: 2 });
  });

  test('with a wrong secret is 401 and counted; an unknown source is told the same', async () => {
    const { push } = intake;
    const secret = await intake.register('guarded', 'genetec_autovu', 'path');
    const payload = recent('genetec_autovu');
    const wrong = await push(`guarded/${secret.slice(1)}_`, payload);
    const unknown = await push('nobody/secret', payload);
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(wrong.text).toBe(unknown.text);
    // Each method its own: a path's secret is not a password.
    expect((await push('guarded', payload, { headers: basic('guarded', secret) })).status).toBe(401);
    expect(await countsOf('guarded')).toEqual({ refused: 2 });
    expect(await intake.metrics.metrics()).toContain(
      'alpr_pushed_reads_total{source="guarded",outcome="refused"} 2',
    );
    expect(await intake.metrics.metrics()).not.toContain('nobody');
  });

  test('of Verkada is taken by its signature, and not with another byte, an old time or another secret', async () => {
    const secret = await intake.register('verkada-lot', 'verkada', 'hmac', { cameraPrefix: 'vk-' });
    const body = JSON.stringify(recent('verkada'));
    const push = (sent: string, headers: Record<string, string>) =>
      intake.push('verkada-lot', sent, { headers });
    expect((await push(body, verkadaSignature(secret, body))).body).toEqual(TAKEN);
    const refused = [
      await push(body.replace('ABCD123', 'ABCD124'), verkadaSignature(secret, body)),
      await push(body, verkadaSignature(secret, body, Date.now() - 6 * 60_000)),
      await push(body, verkadaSignature(`${secret}x`, body)),
      await push(body, {}),
    ];
    expect(refused.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
    expect(await storedWith('vk-')).toHaveLength(1);
  });

  test('that cannot be verified, too large or compressed, is told the same as one to a source that does not exist', async () => {
    await intake.register('hidden', 'verkada', 'hmac', { bodyBytes: 2_048 });
    const large = JSON.stringify({ filler: 'A'.repeat(4_096) });
    const tries = [
      { body: large, headers: verkadaSignature('guessed', large) },
      { body: '{}', headers: { ...verkadaSignature('guessed', '{}'), 'Content-Encoding': 'gzip' } },
    ];
    for (const { body, headers } of tries) {
      const unknown = await intake.push('nobody', body, { headers });
      const registered = await intake.push('hidden', body, { headers });
      expect([registered.status, registered.text]).toEqual([unknown.status, unknown.text]);
      expect(registered.status).toBe(401);
    }
    expect(await countsOf('hidden')).toEqual({ refused: 2 });
  });

  test('of any other vendor is taken by a signature of Standard Webhooks', async () => {
    const secret = await intake.register('relay', 'onvif', 'hmac', { cameraPrefix: 'relay-' });
    const body = JSON.stringify(recent('onvif'));
    const at = new Date();
    const headers = {
      'webhook-id': 'msg-1',
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': new Webhook(secret).sign('msg-1', at, body),
    };
    expect((await intake.push('relay', body, { headers })).body).toEqual(TAKEN);
    expect(
      (await intake.push('relay', body, { headers: { ...headers, 'webhook-id': 'msg-2' } })).status,
    ).toBe(401);
  });

  test('may be a form with images beside the JSON: their hash is kept, they are not', async () => {
    const secret = await intake.register('form', 'axis', 'path', { cameraPrefix: 'form-' });
    const { ImageArray: _, ...event } = recent('axis');
    const form = [
      '--cut',
      'Content-Disposition: form-data; name="image"; filename="plate.jpg"',
      'Content-Type: image/jpeg',
      '',
      'the bytes of an image',
      '--cut',
      'Content-Disposition: form-data; name="event"; filename="event.json"',
      'Content-Type: application/json',
      '',
      JSON.stringify(event),
      '--cut--',
      '',
    ].join('\r\n');
    const headers = { 'Content-Type': 'multipart/form-data; boundary=cut' };
    expect((await intake.push(`form/${secret}`, form, { headers })).body).toEqual(TAKEN);
    const [read] = await storedWith('form-');
    expect(read?.context).toBe(createHash('sha256').update('the bytes of an image').digest('hex'));
  });
});

describe('what cannot be taken', () => {
  test('is set aside with its reason and its place in the payload, without its images', async () => {
    const secret = await intake.register('aside', 'plate_recognizer', 'path', { cameraPrefix: 'aside-' });
    const payload = recent('plate_recognizer') as { data: { results: Record<string, unknown>[] } };
    const [good = {}] = payload.data.results;
    const bad = { ...good, score: 7, picture: 'A'.repeat(5_000) };
    payload.data.results = [good, bad, { ...good, plate: 'ab*cd' }, { ...good, region: { code: 'us-zz' } }];
    expect((await intake.push(`aside/${secret}`, payload)).body).toEqual({ taken: 1, setAside: 3 });
    const kept = await findSetAside(intake.reads, 'aside');
    expect(kept.map(({ ordinal, reason }) => [ordinal, reason])).toEqual([
      [2, '`score` is not a confidence from 0 to 1'],
      [3, '/plate holds other characters than letters and digits'],
      [4, '`code` is not a state that is known'],
    ]);
    expect(kept[0]?.payload).toContain('"picture":"sha256:');
    expect(await countsOf('aside')).toMatchObject({
      taken: 1,
      'set_aside: `score` is not a confidence from 0 to 1': 1,
    });
  });

  test('is set aside too where it is not JSON, too old, or of the future', async () => {
    const secret = await intake.register('odd', 'verkada', 'path');
    const push = (payload: unknown) => intake.push(`odd/${secret}`, payload);
    expect((await push('{"a":1,"a":2}')).body).toEqual({ taken: 0, setAside: 1 });
    expect((await push(recent('verkada', 31 * 24 * 60))).body).toEqual({ taken: 0, setAside: 1 });
    expect((await push(recent('verkada', -10))).body).toEqual({ taken: 0, setAside: 1 });
    expect((await findSetAside(intake.reads, 'odd')).map(({ reason }) => reason)).toEqual([
      'the payload is not JSON in UTF-8, or a key stands twice in it',
      '/capturedAt is older than 30 days (Policy 420.7)',
      '/capturedAt lies more than 5 minutes in the future',
    ]);
  });

  test('is not kept where it is older than any read that is kept: the reason is', async () => {
    const secret = await intake.register('ancient', 'verkada', 'path');
    await intake.push(`ancient/${secret}`, recent('verkada', 31 * 24 * 60));
    await intake.push(`ancient/${secret}`, recent('verkada', -10));
    const [old, early] = await findSetAside(intake.reads, 'ancient');
    expect(old?.payload).toBeNull();
    expect(early?.payload).toContain('ABCD123');
  });

  test('is erased with the reads of its day', async () => {
    const secret = await intake.register('erased', 'verkada', 'path');
    await intake.push(`erased/${secret}`, 'no JSON');
    await intake.push(`erased/${secret}`, 'nor this');
    await intake.reads.query(
      `UPDATE set_aside_read SET set_aside_at = now() - interval '31 days'
       WHERE id = (SELECT min(id) FROM set_aside_read WHERE source = 'erased')`,
    );
    await purgeReads({ ownerUrl: intake.admin.readsOwnerUrl, now: Date.now(), retentionDays: 30 });
    expect(await findSetAside(intake.reads, 'erased')).toHaveLength(1);
  });

  test('fills no disk: of a source the newest thousand are kept', async () => {
    const secret = await intake.register('bounded', 'verkada', 'path');
    await intake.reads.query(
      `INSERT INTO set_aside_read (source, ordinal, reason) SELECT 'bounded', 1, 'old' FROM generate_series(1, 1000)`,
    );
    await intake.push(`bounded/${secret}`, 'no JSON');
    const kept = await findSetAside(intake.reads, 'bounded');
    expect([kept.length, kept.at(-1)?.reason]).toEqual([
      1000,
      'the payload is not JSON in UTF-8, or a key stands twice in it',
    ]);
  });

  test('a sign of life is neither taken nor set aside', async () => {
    const secret = await intake.register('alive', 'rekor_scout', 'path');
    expect((await intake.push(`alive/${secret}`, { data_type: 'heartbeat' })).body).toEqual({
      taken: 0,
      setAside: 0,
    });
    expect(await countsOf('alive')).toEqual({ no_read: 1 });
  });
});

describe('a source’s caps', () => {
  test('hold over all nodes: one request too many is 429, with the seconds to wait', async () => {
    const secret = await intake.register('capped', 'verkada', 'path', { requestsPerMinute: 2 });
    const answers = [];
    for (const node of [0, 1, 0, 1, 0] as const)
      answers.push(await intake.push(`capped/${secret}`, recent('verkada'), { node }));
    // A minute may have begun in between: even then the fifth is one too many.
    const limited = answers.filter(({ status }) => status === 429);
    expect(limited.length).toBeGreaterThan(0);
    expect(Number(limited[0]?.headers.get('Retry-After'))).toBeGreaterThan(0);
    expect(Number(limited[0]?.headers.get('Retry-After'))).toBeLessThanOrEqual(60);
    expect((await countsOf('capped')).limited).toBe(limited.length);
  });

  test('bound the body, before it is read to its end', async () => {
    const secret = await intake.register('small', 'verkada', 'path', { bodyBytes: 2_048 });
    const answer = await intake.push(`small/${secret}`, { ...recent('verkada'), filler: 'A'.repeat(4_096) });
    expect([answer.status, answer.body.detail]).toEqual([413, expect.stringContaining('2 KiB')]);
  });
});

describe('in the course of time', () => {
  test('a source gets a new secret by two people again; the old one works for one more hour', async () => {
    const { admin } = intake;
    const first = await intake.register('rotated', 'verkada', 'path');
    const second = await intake.register('rotated', 'verkada', 'path', { requestsPerMinute: 1_000 });
    expect(second).not.toBe(first);
    const push = (secret: string) =>
      intake.push(`rotated/${secret}`, recent('verkada')).then(({ status }) => status);
    expect([await push(first), await push(second)]).toEqual([202, 202]);
    // An hour goes by.
    await admin.ownerPool.query(
      `ALTER TABLE reads_source DISABLE TRIGGER reads_source_steps;
       UPDATE reads_source SET ends_at = now() WHERE name = 'rotated' AND status = 'replaced';
       ALTER TABLE reads_source ENABLE TRIGGER reads_source_steps`,
    );
    expect([await push(first), await push(second)]).toEqual([401, 202]);
  });

  test('a halt of all sharing does not stop it: these are the owner’s own reads, on their way in', async () => {
    const secret = await intake.register('halted', 'verkada', 'path');
    expect(
      (await intake.admin.call('admin-1', 'POST', '/v1/sharing/halt', { reason: 'a test of the halt' }))
        .status,
    ).toBe(200);
    expect((await intake.push(`halted/${secret}`, recent('verkada'))).body).toEqual(TAKEN);
  });

  test('one person removes it, and from the answer on no node takes anything from it', async () => {
    const secret = await intake.register('removed', 'verkada', 'path');
    const push = (node: 0 | 1) =>
      intake.push(`removed/${secret}`, recent('verkada'), { node }).then(({ status }) => status);
    expect([await push(0), await push(1)]).toEqual([202, 202]);
    expect((await intake.admin.call('admin-1', 'DELETE', `${SOURCES}/removed`)).status).toBe(200);
    expect([await push(0), await push(1)]).toEqual([401, 401]);
    expect((await intake.admin.call('admin-1', 'DELETE', `${SOURCES}/removed`)).status).toBe(404);
  });

  test('a node that only lets reads out says that it takes none in', async () => {
    const answer = await intake.push('main-street/any', recent('rekor_scout'), { node: 2 });
    expect([answer.status, answer.body.detail]).toEqual([503, expect.stringContaining('takes no reads in')]);
  });
});

describe('at the command line', () => {
  const command = () => sourcesCommand(connectTo(() => intake.admin));

  test('the second administrator is shown the whole address, with its host', async () => {
    await runCommand(command(), 'propose gate --vendor rekor_scout --method path --camera-prefix gate-');
    const approved = await runCommand(command(), 'approve gate --as admin-2');
    const { origin, pathname } = new URL(/address, which is the secret: (\S+)$/m.exec(approved)?.[1] ?? '');
    expect(origin).toBe('https://gateway.test');
    const pushed = pathname.replace('/v1/reads/', '');
    expect((await intake.push(pushed, recent('rekor_scout'))).body).toEqual(TAKEN);
  });

  test('`sources list` and `sources show` count the same, under the same names', async () => {
    const secret = await intake.register('counted', 'verkada', 'path');
    const read = recent('verkada');
    for (const payload of [read, read, 'no JSON']) await intake.push(`counted/${secret}`, payload);
    await intake.push('counted/wrong', read);
    await intake.writeRefused();
    const { recent: sums } = await runCommandForJson(command(), 'list');
    expect(sums.find(({ name }: { name: string }) => name === 'counted')).toMatchObject({
      ...{ taken: 1, known: 1, setAside: 1, refused: 1, limited: 0 },
    });
    const [list, shown] = [await runCommand(command(), 'list'), await runCommand(command(), 'show counted')];
    for (const outcome of ['taken', 'known', 'set aside', 'refused']) {
      expect(list).toMatch(new RegExp(`^.* ${outcome}\\b`, 'm'));
      expect(shown).toMatch(new RegExp(`^\\d{4}-\\d\\d-\\d\\d +${outcome} +1\\b`, 'm'));
    }
  });
});
