/** Another gateway as a source of a hot list: a whole demo on one side, this gateway's jobs on the other. */
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { connectionSettings } from '../../gateway/database/db.ts';
import { importList } from '../../gateway/hot-lists/import/import-list.ts';
import { setSource } from '../../gateway/hot-lists/sources/sources-store.ts';
import { deleteKept } from '../../gateway/oversight/retention/kept-rows-store.ts';
import { type Jobs, startJobs } from '../gateway/hot-lists/lists/jobs-fixture.ts';
import { chunked } from '../gateway/hot-lists/lists/sample-lists.ts';
import { borrowDemo, type RunningDemo } from '../setup/demo/running-demo.ts';

let demo: RunningDemo;
let jobs: Jobs;
let database: pg.Client;
let listId: string;

beforeAll(async () => {
  [demo, jobs] = await Promise.all([borrowDemo(), startJobs()]);
  database = new pg.Client(
    connectionSettings(demo.file.databases.gatewayOwnerUrl, { applicationName: 'test' }),
  );
  await database.connect();
  await offer(PLATES);
  const { rows } = await database.query(`SELECT id FROM hot_list WHERE name = 'theirs'`);
  listId = rows[0].id;
  await put('other', {});
}, 300_000);
beforeEach(() => jobs.reset());
afterAll(async () => {
  await database.end();
  await jobs.close();
  await demo.stop();
}, 300_000);

const PLATES = Array.from({ length: 450 }, (_, i) => `ZZG${1000 + i}`);

/** A version of the other gateway's list; its restricted entries never leave it. */
async function offer(plates: readonly string[]): Promise<void> {
  const rows = plates.map((plate) => `${plate},Stolen Vehicle`);
  const source = chunked(`plate,type\n${rows.join('\n')}\nZZH1,Gang member\n`);
  const terms = {
    listName: 'theirs',
    layout: 'csv',
    purpose: 'stolen_vehicle',
    rulesRevision: 'test',
  } as const;
  await importList(database, { ...terms, source });
}

/** The credentials of Adams at the other gateway, as its operator keeps them. */
async function put(name: string, changes: object): Promise<string> {
  const { clients, gateway, issuer, resource } = demo.file;
  const { clientId, privateJwk } = clients.find((one) => one.name === 'adams') as (typeof clients)[0];
  const path = join(jobs.credentialsDir, `${name}.json`);
  await writeFile(path, JSON.stringify({ gateway, issuer, resource, clientId, privateJwk, ...changes }), {
    mode: 0o600,
  });
  return path;
}

const take = (listName: string, url: string) =>
  setSource(jobs.exchange.ownerPool, { listName, layout: null, purpose: null, url, everySeconds: 3600 });

const sent = async () => {
  const { rows } = await database.query(
    `SELECT count(*) AS found FROM audit_detail WHERE kind = 'hot_list_sync' AND asker_detail::json ->> 'effect' = 'permit'`,
  );
  return Number(rows[0].found);
};

describe("another gateway's list", () => {
  test('comes in whole, page after page, each page a release over there, under a token bound to our key', async () => {
    await take('of-theirs', `gateway://other/${listId}`);
    await jobs.runAll();
    expect(await jobs.jobs('list_fetch')).toMatchObject([{ status: 'done', fault: null }]);
    expect(await jobs.plates('of-theirs')).toEqual(PLATES);
    expect(await sent()).toBe(3);
    const entries = (await jobs.exchange.entries()).filter(({ kind }) => kind === 'hot_list_sync');
    expect(entries).toHaveLength(1);
  });

  test('follows: what changed over there is asked for alone, and nothing is logged where nothing did', async () => {
    const before = (await jobs.exchange.entries()).length;
    await jobs.due('of-theirs');
    await jobs.runAll();
    expect(await jobs.exchange.entries()).toHaveLength(before);
    await offer([...PLATES.slice(1), 'ZZG9']);
    await jobs.due('of-theirs');
    await jobs.runAll();
    expect(await jobs.plates('of-theirs')).toEqual([...PLATES.slice(1), 'ZZG9'].sort());
    expect(await jobs.exchange.entries()).toHaveLength(before + 1);
  });

  test('asked again after months, begins again where the other side has forgotten what left its list', async () => {
    await offer([...PLATES.slice(2), 'ZZG9']);
    await database.query(`UPDATE hot_list_removal SET removed_at = removed_at - interval '91 days'`);
    await deleteKept(database, 'hot_list_removal', new Date(Date.now() - 90 * 86_400_000));
    await jobs.due('of-theirs');
    await jobs.runAll();
    expect(await jobs.plates('of-theirs')).toEqual([...PLATES.slice(2), 'ZZG9'].sort());
    await offer([...PLATES.slice(1), 'ZZG9']);
    await jobs.due('of-theirs');
    await jobs.runAll();
    expect(await jobs.plates('of-theirs')).toEqual([...PLATES.slice(1), 'ZZG9'].sort());
  });

  test.each<[string, object, string]>([
    ['a list that is not there', {}, 'not_found'],
    ['a gateway inside the house', { gateway: 'https://10.0.0.1' }, 'malformed'],
    ['an issuer inside the house', { issuer: 'https://169.254.169.254' }, 'malformed'],
    ['a file without its issuer', { issuer: undefined }, 'conflict'],
  ])('%s ends among the dead letters at once, and nothing comes in', async (what, changes, fault) => {
    await put('wrong', changes);
    const list = what.startsWith('a list') ? '00000000-0000-4000-8000-000000000000' : listId;
    await take('wrong', `gateway://wrong/${list}`);
    await jobs.runAll();
    expect(await jobs.jobs('list_fetch')).toMatchObject([{ status: 'dead', attempts: 1, fault }]);
    expect(await jobs.plates('wrong')).toEqual([]);
  });

  test('credentials that others on the machine can read are not used', async () => {
    await chmod(await put('open', {}), 0o644);
    await take('open', `gateway://open/${listId}`);
    await jobs.runAll();
    expect(await jobs.jobs('list_fetch')).toMatchObject([{ status: 'dead', fault: 'conflict' }]);
  });

  test('after a revoke over there nothing more comes, and what came stays in force here', async () => {
    const admin = await demo.as('admin-1');
    await admin.call('POST', '/v1/agencies/CO0010000/revoke', { reason: 'a test' });
    await offer(['ZZG9', ...PLATES]);
    await jobs.due('of-theirs');
    await jobs.runAll();
    expect(await jobs.jobs('list_fetch')).toMatchObject([{ status: 'dead', attempts: 1, fault: 'refused' }]);
    expect(await jobs.plates('of-theirs')).toHaveLength(450);
  });
});
