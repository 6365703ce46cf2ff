/** Grants that name the agreement of two gateways: within what it gives, and not a moment longer than it. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Connect } from '../../../../gateway/cli/client/connect.ts';
import { quoted } from '../../../../gateway/cli/next-command.ts';
import { agreementCommand } from '../../../../gateway/network/agreements/agreement-command.ts';
import { agreementId } from '../../../../gateway/network/agreements/agreement-document.ts';
import { readPeer } from '../../../../gateway/network/agreements/peers-store.ts';
import { grantCommand } from '../../../../gateway/registry/grants/grant-command.ts';
import { runCommand, runCommandForJson } from '../../../setup/commands/run-command.ts';
import { connectTo } from '../../../setup/connect-to.ts';
import { sampleGrant } from '../../../setup/database/sample-grant.ts';
import { CLIENT, type Side, startTwoGateways, type TwoGateways } from '../../../setup/two-gateways.ts';

let two: TwoGateways;
let a: Side;
let b: Side;

const say = (side: Side, who: string, id: string, word: string, body?: object) =>
  side.node.call(who, 'POST', `/v1/agreements/${id}/${word}`, body);
const acceptBy = async (side: Side, id: string) => {
  for (const who of ['admin-1', 'admin-2']) await say(side, who, id, 'accept');
};
const show = async ({ node }: Side, id: string) =>
  (await node.call('admin-1', 'GET', `/v1/agreements/${id}`)).body;

/** Both accept what A proposes. @returns its id */
async function agree(changes: object = {}): Promise<string> {
  const agreement = two.document(changes);
  const id = agreementId(agreement);
  await a.node.call('admin-1', 'POST', '/v1/agreements', { agreement, client: { id: CLIENT } });
  await acceptBy(a, id);
  const { file } = await show(a, id);
  await b.node.call('admin-1', 'POST', '/v1/agreements', file);
  await acceptBy(b, id);
  await Promise.all([a.node.reloadPersons(), b.node.reloadPersons()]);
  await b.tell();
  return id;
}

const under = (id: string, changes: object = {}) => ({
  ...sampleGrant(b.party.ori, { purposes: ['stolen_vehicle'], dataClasses: ['reads'], dailyRecords: 500 }),
  agreement: { id },
  ...changes,
});
const propose = (body: object) => a.node.call('admin-1', 'POST', '/v1/grants', body);
const approve = (id: string) => a.node.call('admin-2', 'POST', `/v1/grants/${id}/approve`);
const grant = async (id: string) => (await a.node.call('admin-1', 'GET', `/v1/grants/${id}`)).body;

async function inForce(agreement: string): Promise<string> {
  const { body } = await propose(under(agreement));
  expect((await approve(body.id)).body.status).toBe('active');
  return body.id;
}

/** The newest entries of A's log, each with its grant. */
const newest = async (count: number) =>
  (await a.node.entries()).slice(-count).map(({ grant: of, kind }) => [kind, of]);

let agreement: string;
beforeAll(async () => {
  two = await startTwoGateways();
  ({ a, b } = two);
  agreement = await agree();
});
afterAll(() => two.close());

describe('a grant under an agreement', () => {
  test('names it in place of the papers, is approved by another person, and shows it', async () => {
    const proposed = await propose(under(agreement));
    expect(proposed.status).toBe(201);
    expect(proposed.body.agreement).toMatchObject({
      ...{ id: agreement, reference: agreement, article74: true, officerMfa: true },
    });
    const { id } = proposed.body;
    expect((await a.node.call('admin-1', 'POST', `/v1/grants/${id}/approve`)).status).toBe(403);
    expect((await approve(id)).body.status).toBe('active');
    const { body } = await a.node.call('auditor', 'GET', `/v1/grants?partner=${b.party.ori}`);
    expect(body.grants[0]).toMatchObject({ id, status: 'active', agreement: { id: agreement } });
    const revoked = await a.node.call('admin-2', 'POST', `/v1/grants/${id}/revoke`, { reason: 'a test' });
    expect(revoked.status).toBe(200);
  });

  test('may be revoked by us alone: the agreement, and what the other gives, stay', async () => {
    expect((await show(a, agreement)).status).toBe('in_force');
    expect((await readPeer(a.node.pool, b.party.ori))?.gives?.purposes).toEqual(['stolen_vehicle']);
  });

  test.each([
    ['purposes', { purposes: ['stolen_vehicle', 'missing_endangered'] }],
    ['dataClasses', { dataClasses: ['reads', 'hits'] }],
    ['lookBackDays', { lookBackDays: 22 }],
    ['dailyRecords', { dailyRecords: 501 }],
    ['validUntil', { validUntil: '2070-01-01' }],
  ])('gives no more than it: `%s` is named', async (member, changes) => {
    const { body, status } = await propose(under(agreement, changes));
    expect(status).toBe(422);
    expect(body.detail).toMatch(`more than the agreement gives in \`${member}\``);
  });

  test('says nothing of its papers beside the id, and needs its own certification', async () => {
    const both = await propose(under(agreement, { agreement: { id: agreement, officerMfa: true } }));
    expect([both.status, both.body.detail]).toEqual([422, expect.stringContaining('`id`')]);
    const bare = await propose(under(agreement, { certification: undefined }));
    expect([bare.status, bare.body.detail]).toEqual([422, '`certification` lacks `signer`: add it']);
  });

  test('names one in force with that very agency', async () => {
    const waiting = two.document({ replaces: agreement });
    await a.node.call('admin-1', 'POST', '/v1/agreements', { agreement: waiting });
    await a.node.register('CO0010200');
    const unknown = `sha256:${'0'.repeat(64)}`;
    for (const body of [
      under(agreementId(waiting)),
      under(unknown),
      under(agreement, { partner: 'CO0010200' }),
    ]) {
      const refused = await propose(body);
      expect([refused.status, refused.body.detail]).toEqual([
        422,
        '`agreement.id` is not in force with this agency: name one that is',
      ]);
    }
    await say(a, 'admin-1', agreementId(waiting), 'reject');
  });
});

describe('the commands', () => {
  const connect = connectTo(() => a.node);
  const line = () =>
    `propose --agency ${b.party.ori} --purposes stolen_vehicle --until 2027-06-30 --daily-records 500 --look-back 7 ` +
    `--certified-by "Chief Example" --certified-on 2026-06-01 --under`;

  test('take the agreement of a grant by its agency, and say where the ids are if none is in force', async () => {
    const made = await runCommandForJson(grantCommand(connect), `${line()} ${b.party.ori}`);
    expect(made.agreement.id).toBe(agreement);
    await runCommandForJson(grantCommand(connect), `withdraw ${made.id}`);
    await expect(runCommand(grantCommand(connect), `${line()} CO0010200`)).rejects.toThrow(
      /no agreement in force is called `CO0010200`.*\n.*agreement list/,
    );
  });

  test('repeat the name of the file for the other side until it can be written', async () => {
    const { body } = await a.node.call('admin-1', 'POST', '/v1/agreements', {
      agreement: two.document({ replaces: agreement }),
    });
    const said = await runCommand(agreementCommand(connect), `show ${body.id} --out "for b.json"`);
    expect(said).toContain(`agreement accept ${body.id} --out 'for b.json'`);
    await say(a, 'admin-1', body.id, 'reject');
  });

  test('print what the other side needs of us', async () => {
    const metadata = { resource: a.party.resource, authorization_servers: [a.party.issuer] };
    const { logKey } = a.party;
    const withMetadata: Connect = async (...asked) => {
      const client = await connect(...asked);
      const call: typeof client.call = async <T>(
        ...[method, path, ...rest]: Parameters<typeof client.call>
      ) =>
        path.startsWith('/.well-known/')
          ? ({ ...metadata, alpr_ori: a.party.ori, alpr_log_key: logKey } as T)
          : client.call<T>(method, path, ...rest);
      return { ...client, call };
    };
    const said = await runCommand(agreementCommand(withMetadata), 'list');
    const { issuer, resource } = a.party;
    for (const told of [`--resource ${resource}`, `--issuer ${issuer}`, `--log-key ${quoted(logKey)}`])
      expect(said).toContain(told);
  });
});

describe('with its agreement', () => {
  test('a grant ends where another agreement takes its place, and what is proposed under it is withdrawn', async () => {
    const id = await inForce(agreement);
    const waiting = (await propose(under(agreement))).body.id;
    const next = await agree({ replaces: agreement });
    expect((await show(a, agreement)).status).toBe('replaced');
    expect((await grant(id)).status).toBe('revoked');
    expect((await grant(waiting)).status).toBe('withdrawn');
    expect((await approve(waiting)).status).toBe(409);
    agreement = next;
  });

  test('a grant ends by our word: a mark beside the entry, and effective on every node', async () => {
    const id = await inForce(agreement);
    const ended = await say(a, 'admin-2', agreement, 'end', { reason: 'vendor changed' });
    expect([ended.status, ended.body.status]).toEqual([200, 'ended']);
    expect(await newest(3)).toEqual([
      ['agreement', null],
      ['revoked', id],
      ['revocation_effective', id],
    ]);
    const after = await grant(id);
    expect(after).toMatchObject({ status: 'revoked', endedReason: 'vendor changed' });
    expect(after.endedIndex).toBe((await a.node.entries()).length - 2);
    expect((await propose(under(agreement))).status).toBe(422);
    await a.tell();
  });

  test('a grant ends by the other’s word, in which no person of ours takes part', async () => {
    const next = await agree();
    const id = await inForce(next);
    await a.tell();
    await say(b, 'admin-1', next, 'end');
    await b.tell();
    expect((await show(a, next)).status).toBe('ended');
    const reason = 'the agreement is over';
    expect(await grant(id)).toMatchObject({ status: 'revoked', endedBy: null, endedReason: reason });
    const { rows } = await a.node.ownerPool.query(
      `SELECT owner_detail::jsonb AS told FROM audit_detail WHERE kind = 'revoked' ORDER BY index DESC LIMIT 1`,
    );
    expect(rows[0].told).toMatchObject({ reason });
    expect((await newest(3)).map(([kind]) => kind)).toEqual(['agreement', 'revoked', 'revocation_effective']);
  });
});
