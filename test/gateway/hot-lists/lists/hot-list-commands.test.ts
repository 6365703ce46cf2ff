/** The administrators' commands of hot lists against a real node: what a program reads, and what a person reads. */
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Connect } from '../../../../gateway/cli/client/connect.ts';
import { bodyOf, readAnswer } from '../../../../gateway/cli/client/http-client-answer.ts';
import { hotListCommand } from '../../../../gateway/hot-lists/hot-list-command.ts';
import { eventually } from '../../../setup/eventually.ts';
import { hasRedis } from '../../../setup/test-redis.ts';
import { type HotListNode, sayWithoutRedis, startHotListNode } from './node-fixture.ts';

sayWithoutRedis();

let node: HotListNode;

const connect: Connect = async (named, acting) => {
  const as = named ?? (acting?.otherwise === 'admin-2' ? 'admin-2' : 'admin');
  const request = async (...asked: [string, string, unknown?]) =>
    readAnswer(await node.request(as, ...(asked as [string, string, unknown])));
  return {
    name: as,
    ori: 'CO0010300',
    scope: 'alpr.admin',
    logKey: '',
    resource: 'https://gateway.test',
    isDemo: false,
    open: (...asked) => node.request(as, ...(asked as [string, string, unknown])),
    request,
    call: async <T>(...asked: Parameters<typeof request>) => bodyOf(await request(...asked)) as T,
  };
};

/** What the command wrote to standard output. */
async function run(line: string): Promise<string> {
  let output = '';
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    output += Buffer.from(chunk as Uint8Array).toString();
    return true;
  });
  try {
    const command = hotListCommand(connect).exitOverride();
    for (const each of [command, ...command.commands, ...command.commands.flatMap((one) => one.commands)]) {
      each.exitOverride().configureOutput({ writeErr: () => undefined });
    }
    await command.parseAsync(line.split(' '), { from: 'user' });
  } finally {
    write.mockRestore();
  }
  return output;
}

async function json(line: string) {
  return JSON.parse((await run(`${line} --json`)).trimEnd().split('\n').at(-1) as string);
}

(hasRedis ? describe : describe.skip)(
  'the commands of hot lists (skipped where redis-server is not installed)',
  () => {
    let text = 'plate,type\nZZC1,Stolen Vehicle\nZZC2,Stolen Vehicle\n';

    beforeAll(async () => {
      node = await startHotListNode({ jobs: true });
      node.partner.serve = (_, response) => response.writeHead(200).end(text);
    });
    afterAll(() => node.close());

    test('source: set, list, remove', async () => {
      const set = `source set county --url ${node.partner.url}/ --layout csv --every 6h --purpose stolen_vehicle`;
      expect(await json(set)).toMatchObject({ list: 'county' });
      expect(await run('source list')).toMatch(/county.*csv.*6h/);
      expect(await json('source list')).toMatchObject({
        sources: [{ list: 'county', everySeconds: 21_600 }],
      });
      const other = `source set other --url ${node.partner.url}/ --layout csv --every 1d`;
      // Whom the command was told acts in the next one too.
      expect(await run(`${other} --as admin`)).toMatch(
        /source set\nnext: .* -- hot-list source list --as admin\n$/,
      );
      expect(await run('source remove other')).toContain('entries stay in force');
      await expect(run('source remove other')).rejects.toThrow('`other` has no source');
    });

    test('sync: waits for the list and says how many entries are in force', async () => {
      expect(await json('sync county')).toMatchObject({ status: 'done', entries: 2, fault: null });
      text += 'ZZC3,Stolen Vehicle\n';
      expect(await run('sync county')).toBe('county: 3 entries in force\n');
      expect(await json('sync county --no-wait')).toMatchObject({
        status: 'waiting',
        job: expect.any(String),
      });
      // The one ordered is over before the source changes again.
      expect(await json('sync county')).toMatchObject({ status: 'done', entries: 3 });
    });

    test('sync: a fetch that began before the order is not what it waits for', async () => {
      const { serve } = node.partner;
      const held = new Promise<() => void>((begun) => {
        node.partner.serve = (_, response) => {
          node.partner.serve = serve;
          const old = text;
          begun(() => response.end(old));
        };
      });
      const orderedAt = async () =>
        (await node.exchange.pool.query('SELECT next_at FROM list_source')).rows[0].next_at.getTime();
      await run('sync county --no-wait');
      const answerOld = await held;
      text += 'ZZC4,Stolen Vehicle\n';
      const first = await orderedAt();
      const ordered = json('sync county');
      await eventually(async () => (await orderedAt()) !== first);
      answerOld();
      expect(await ordered).toMatchObject({ status: 'done', entries: 4 });
    });

    test('sync: says why it failed, and that the list in force is unchanged', async () => {
      const good = text;
      text = '<html>';
      await expect(run('sync county')).rejects.toThrow(
        /^the list was not fetched, and the list in force is unchanged: malformed: what came is not a list of this layout, .*\nnext: .* -- hot-list source list$/,
      );
      text = good;
      await expect(run('sync nowhere')).rejects.toThrow('`nowhere` has no source');
      const status = await run('status');
      expect(status).toMatch(/1 failed for good[\s\S]*list_fetch.*county.*malformed/);
      expect(status).toMatch(/^malformed: what came is not a list of this layout/m);
      expect(await run('source list')).toMatch(/^malformed: what came is not a list of this layout/m);
      // The list, its fault and when it is fetched next stand together; asked again only when its time comes.
      const [, next] = /^county +4 +\d+ min +malformed +(\S+ \S+) *$/m.exec(status) ?? [];
      expect(Date.parse(`${next}Z`)).toBeGreaterThan(Date.now() + 5 * 3_600_000);
    });

    test('sync: a source that fails ends the command at its first attempt, though it is tried again by itself', async () => {
      const { serve } = node.partner;
      node.partner.serve = (_, response) => response.writeHead(500).end();
      const fails = expect.stringMatching(
        /^the list was not fetched, and the list in force is unchanged: unavailable: the source cannot be reached, .*\nnext: .* -- hot-list status --as admin$/,
      );
      const failure = async () => {
        const began = performance.now();
        const message = await run('sync county --as admin').catch((error: Error) => error.message);
        return { message, isSoon: performance.now() - began < 10_000 };
      };
      expect(await failure()).toEqual({ message: fails, isSoon: true });
      // Ordered again, what an earlier attempt failed on is not taken for the answer.
      node.partner.serve = serve;
      expect(await json('sync county')).toMatchObject({ status: 'done' });
    });

    test('source list, status: what is tried again says when, and never a time that is over', async () => {
      await run(`source set gone --url ${node.partner.url}/ --layout csv --every 1d`);
      const { pool } = node.exchange;
      await pool.query(
        `UPDATE outbox SET status = 'dead', ended_at = clock_timestamp() WHERE status = 'waiting';
         UPDATE list_source SET next_at = clock_timestamp() - interval '1 hour' WHERE list_name = 'gone';
         INSERT INTO outbox (kind, target, attempts, fault, run_at) SELECT 'list_fetch', id, 3, 'unavailable',
           '2099-01-01T00:00:00Z' FROM list_source WHERE list_name = 'gone'
         ON CONFLICT (kind, target) WHERE status = 'waiting' DO UPDATE SET attempts = 3, fault = excluded.fault,
           run_at = excluded.run_at`,
      );
      expect(await run('source list')).toMatch(/gone[\s\S]*2099-01-01\s+00:00\s+unavailable/);
      expect(await run('status')).toMatch(/^gone .*unavailable +2099-01-01 00:00/m);
      expect((await json('status')).sources).toContainEqual(
        expect.objectContaining({ list: 'gone', fault: 'unavailable', retryAt: '2099-01-01T00:00:00.000Z' }),
      );
      await run('source remove gone');
    });

    test('sync: a list that shrinks asks, and --allow-shrink answers', async () => {
      const rows = (count: number) =>
        `plate,type\n${Array.from({ length: count }, (_, i) => `ZZS${100 + i},Stolen`).join('\n')}\n`;
      text = rows(40);
      await run('sync county');
      text = rows(10);
      await expect(run('sync county')).rejects.toThrow('would shrink from 40 to 10');
      expect(await run('status')).toContain('would shrink');
      expect(await json('sync county --allow-shrink')).toMatchObject({ entries: 10 });
      expect((await json('list')).hotLists).toContainEqual(
        expect.objectContaining({ name: 'county', asks: null }),
      );
    });

    test('endpoint and push: set, approve, add, list, remove', async () => {
      const { url } = node.partner;
      const { secret } = await json(`endpoint set CO0010000 --url ${url}`);
      expect(secret).toMatch(/^whsec_/);
      const approve = `hot-list endpoint approve CO0010000 --url ${url}`;
      expect(await run(`endpoint set CO0010000 --url ${url}`)).toContain(
        `  npm run gateway -- ${approve} --as …`,
      );
      expect(await run('endpoint list')).toMatch(
        new RegExp(`${url}.*proposed[\\s\\S]*Admin One\\s+waits for approval`),
      );
      expect(await run('push add county --agency CO0010000')).toBe('county is pushed to CO0010000\n');
      expect(await run('push list')).toMatch(/county.*CO0010000.*none approved/);
      await expect(run(`endpoint approve CO0010000 --url ${url} --as admin`)).rejects.toThrow('two persons');
      await expect(run('endpoint approve CO0010000 --url https://a.example/')).rejects.toThrow(
        'npm run gateway -- hot-list endpoint list',
      );
      // As a program reads it: for a person the command also looks at the partner's grants, which this node has no routes for.
      expect(await json(`endpoint approve CO0010000 --url ${url}`)).toMatchObject({
        status: 'approved',
        url,
      });
      expect(await run('endpoint list')).toMatch(/ approved [\s\S]*Admin One\s+Admin Two/);
      expect(await run('push list')).toMatch(/county.*CO0010000.*approved/);
      expect(await run('push remove county --agency CO0010000')).toMatch(/on every node, log entry \d+/);
      await expect(run('push remove county --agency CO0010000')).rejects.toThrow('is not pushed to');
      expect(await json('endpoint remove CO0010000')).toMatchObject({ status: 'removed' });
      await expect(run('endpoint remove CO0010000')).rejects.toThrow(/404: this agency has no endpoint/);
    });

    test('board: a link for a browser', async () => {
      expect(await run('board')).toMatch(/^https:\/\/gateway\.test\/board\/jobs\/enter\?pass=\S+\n$/);
    });

    test('lookalike: on and off, shown in the list', async () => {
      expect(await run('lookalike county on')).toContain('"verify"');
      expect(await run('list')).toMatch(/county.*yes, verify/);
      expect(await json('lookalike county off')).toMatchObject({ name: 'county', lookalike: false });
      await expect(run('lookalike county perhaps')).rejects.toThrow('`on` or `off`');
      // Whether `other` came in before its source was removed is nobody's promise.
      await expect(run('lookalike nowhere on')).rejects.toThrow(
        'there is no list `nowhere`: there are `county`',
      );
    });

    test('what is written wrongly is refused before anything is asked', async () => {
      await expect(run('source set x --url https://a.example --every fortnight')).rejects.toThrow(
        '90s, 15m, 6h, 1d',
      );
      await expect(run('source set x --every 1h')).rejects.toThrow('--url');
      await expect(run('push add county')).rejects.toThrow('--agency');
    });

    test.each([
      'sync',
      'list',
      'status',
      'source set',
      'source list',
      'push add',
      'endpoint set',
      'endpoint approve',
      'lookalike',
      'import',
    ])('%s has its help', async (name) => {
      const help = jest.fn();
      const command = name
        .split(' ')
        .reduce(
          (parent, word) => parent.commands.find((one) => one.name() === word) as typeof parent,
          hotListCommand(connect),
        );
      command.configureOutput({ writeOut: help });
      expect(() => command.exitOverride().outputHelp()).not.toThrow();
      expect(String(help.mock.calls[0]?.[0])).toContain('Usage:');
    });
  },
);
