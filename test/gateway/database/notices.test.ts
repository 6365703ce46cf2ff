/** One connection that hears all channels, and says so when it may have missed something. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Notices } from '../../../gateway/database/notices.ts';
import { createSharingFixture, type SharingFixture } from '../../setup/database/sharing-fixture.ts';
import { eventually } from '../../setup/eventually.ts';

let fixture: SharingFixture;
let notices: Notices;
const heard: [string, string | null][] = [];

beforeAll(async () => {
  fixture = await createSharingFixture();
  notices = await Notices.open(fixture.databases.gatewayUrl);
  await notices.listen('marks', (payload) => heard.push(['marks', payload]));
  await notices.listen('registry', (payload) => heard.push(['registry', payload]));
});

afterAll(async () => {
  await notices.close();
  await fixture.close();
});

const notify = (channel: string, payload: string) =>
  fixture.pool.query('SELECT pg_notify($1, $2)', [channel, payload]);

describe('notices', () => {
  test('anyone who begins to listen looks first: anything may have happened before', () => {
    expect(heard).toEqual([
      ['marks', null],
      ['registry', null],
    ]);
  });

  test('each channel hears its own', async () => {
    heard.length = 0;
    await notify('marks', 'm');
    await notify('registry', 'r');
    await eventually(() => heard.length === 2);
    expect(heard).toEqual([
      ['marks', 'm'],
      ['registry', 'r'],
    ]);
  });

  test('after a lost connection all are told to look, and hear again', async () => {
    heard.length = 0;
    await fixture.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'gateway-notices' AND datname = current_database()`,
    );
    await eventually(() => heard.length === 2);
    expect(heard).toEqual([
      ['marks', null],
      ['registry', null],
    ]);
    await notify('registry', 'again');
    await eventually(() => heard.length === 3);
    expect(heard[2]).toEqual(['registry', 'again']);
  });

  test('a channel has one listener', async () => {
    await expect(notices.listen('marks', () => undefined)).rejects.toThrow('listened to already');
    notices.leave('marks');
    await notices.listen('marks', () => undefined);
  });
});
