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

const connect: Connect = async (as, acting) => {
  const who = as ?? acting?.otherwise ?? 'admin';
  const request = async (method: string, path: string) =>
    readAnswer(await fetch(`${exchange.url}${path}`, { method, headers: { Authorization: who } }));
  const open = (method: string, path: string) =>
    fetch(`${exchange.url}${path}`, { method, headers: { Authorization: who } });
  const call = async <T>(method: string, path: string) => bodyOf(await request(method, path)) as T;
  const known = { ori: 'CO0010300', scope: 'alpr.admin', logKey: '', resource: 'https://gateway.test' };
  return { name: who, ...known, isDemo: true, open, request, call };
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
    const prose = shown.split('\n').filter((line) => !line.includes('npm run gateway'));
    expect(prose.filter(({ length }) => length > 80)).toEqual([]);
  });

  test('are as many as are asked for, and JSON for programs', async () => {
    const { hits: found } = await runCommandForJson(hitsCommand(connect), '--limit 2');
    expect(found).toHaveLength(2);
    expect(await hits('--limit 2')).toContain('the newest 2; of more, --limit and --since choose');
    expect(await hits('--since 2199-01-01')).toBe('nothing found\n');
  });
});

describe('a reviewer who has verified a hit', () => {
  const idOf = async (plate: string): Promise<string> => {
    const { hits: found } = await runCommandForJson(hitsCommand(connect), 'list --limit 50');
    return found.find(({ reads }: { reads: { plate: string }[] }) => reads[0]?.plate === plate).hitId;
  };

  test('is told what to type, with the id of the hit', async () => {
    const shown = await hits('');
    expect(shown).toMatch(
      /^next, when a reviewer has verified one: npm run gateway -- hits confirm \S{36}$/m,
    );
    expect(shown).toMatch(/^or, .*, the same with `dismiss`$/m);
  });

  test('confirms it, or dismisses it, once, and the log says so', async () => {
    const [right, wrong] = [await idOf('ZZO1'), await idOf('ZZO2')];
    const before = (await exchange.entries()).length;
    expect(await hits(`confirm ${right}`)).toBe(
      `confirmed: ${right}\nwho decided, and when, is in the log: entry ${before}\n`,
    );
    expect(await runCommandForJson(hitsCommand(connect), `dismiss ${wrong}`)).toEqual({
      hitId: wrong,
      status: 'dismissed',
      index: before + 1,
    });
    const kinds = (await exchange.entries()).slice(before).map(({ kind }) => kind);
    expect(kinds).toEqual(['hit_decided', 'hit_decided']);
    const shown = await hits('list --limit 50');
    for (const [plate, standing] of [
      ['ZZO1', 'confirmed'],
      ['ZZO2', 'dismissed'],
    ]) {
      expect(shown).toMatch(new RegExp(`${plate} CO +wanted +${standing} `));
    }
    await expect(hits(`dismiss ${right}`)).rejects.toThrow(
      /^409: .*\nnext: each hit is decided once; see how it stands: npm run gateway -- hits list$/,
    );
    await expect(hits('confirm 3f0c')).rejects.toThrow(/^404: .*\nnext: give the whole id \(36 characters\)/);
  });

  test('reads no more that each is unconfirmed, once all are decided', async () => {
    await hits(`confirm ${await idOf('ZZO3')}`);
    expect(await hits('')).not.toContain('unconfirmed');
  });

  test('is refused where it is somebody who may not decide', async () => {
    await expect(hits(`confirm ${await idOf('ZZO3')} --as admin`)).rejects.toThrow(/^403: .*reviewer/);
  });

  test('is told that the state was not read, which no look-alike plate is', async () => {
    await exchange.takeWithoutState('ZZO1');
    await exchange.see('ZZO1');
    const shown = await hits('list --limit 50');
    expect(shown).toMatch(/ZZO1 +wanted +unconfirmed, state not read/);
    expect(shown).toMatch(/ZZO1 CO +wanted +unconfirmed, a look-alike, or/);
  });
});
