/** `hits` on the command line: the owner's people see all, a partner its own, each under a receipt that is checked. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Connect } from '../../../../gateway/cli/client/connect.ts';
import { bodyOf, readAnswer } from '../../../../gateway/cli/client/http-client-answer.ts';
import { hitsCommand } from '../../../../gateway/hot-lists/hits/hits-command.ts';
import { runCommand, runCommandForJson } from '../../../setup/commands/run-command.ts';
import { type Exchange, startExchange } from '../lists/exchange-fixture.ts';

let exchange: Exchange;

beforeAll(async () => {
  exchange = await startExchange();
  await exchange.list('wanted', ['ZZO1,Stolen Vehicle', 'ZZO2,Stolen Vehicle', 'ZZO3,Stolen Vehicle']);
  await exchange.see('ZZO1', 'ZZO2', 'ZZO3');
});
afterAll(() => exchange.close());

const connect: Connect = async (as = 'admin') => {
  const request = async (method: string, path: string) =>
    readAnswer(await fetch(`${exchange.url}${path}`, { method, headers: { Authorization: as } }));
  const open = (method: string, path: string) =>
    fetch(`${exchange.url}${path}`, { method, headers: { Authorization: as } });
  const call = async <T>(method: string, path: string) => bodyOf(await request(method, path)) as T;
  return { name: as, ori: 'CO0010300', scope: 'alpr.admin', logKey: '', isDemo: false, open, request, call };
};
const hits = (line: string) => runCommand(hitsCommand(connect), line);

describe('the hits of hot lists', () => {
  test('are told to the owner, the newest first, on a screen of 80 columns, and looking at it is logged', async () => {
    const before = (await exchange.entries()).length;
    const shown = await hits('');
    expect((await exchange.entries()).slice(before)).toMatchObject([{ kind: 'log_read' }]);
    for (const plate of ['ZZO1', 'ZZO2', 'ZZO3']) expect(shown).toContain(plate);
    expect(shown).toMatch(/^20\d\d-\d\d-\d\d \d\d:\d\d:\d\d +ZZO\d.* wanted +unconfirmed/m);
    expect(shown).toContain('unconfirmed until a person has verified plate');
    const times = [...shown.matchAll(/^20\S+ \S+/gm)].map(([time]) => time);
    expect(times).toEqual([...times].sort().reverse());
    expect(shown.split('\n').filter(({ length }) => length > 80)).toEqual([]);
  });

  test('are as many as are asked for, and JSON for programs', async () => {
    const { hits: found } = await runCommandForJson(hitsCommand(connect), '--limit 2');
    expect(found).toHaveLength(2);
    expect(await hits('--limit 2')).toContain('the newest 2; of more, --limit and --since choose');
    expect(await hits('--since 2199-01-01')).toBe('nothing found\n');
  });
});
