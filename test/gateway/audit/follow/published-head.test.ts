/** The head that everybody is shown moves in beats, alike on all nodes, and nothing public goes beyond it. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { FollowedLog, ForkedLogError } from '../../../../gateway/audit/follow/followed-log.ts';
import { PublishedHead } from '../../../../gateway/audit/follow/published-head.ts';
import { grow, type ServedLog, serveLog } from '../serve-log.ts';

/** Longer than the test: a beat that begins while it runs would be seen twice. */
const BEAT = 3_600;
const LONG_AGO = 2 * BEAT;

let log: ServedLog;
beforeEach(async () => {
  log = await serveLog(undefined, BEAT);
});
afterEach(() => log.stop());

const get = async (path: string) => {
  const response = await fetch(`${log.url}/${path}`);
  return { status: response.status, text: await response.text() };
};
const sizeShown = async () => Number((await get('checkpoint')).text.split('\n')[1]);
const node = () => new PublishedHead({ db: log.pool, log: new FollowedLog({ db: log.pool }), everyS: BEAT });

describe('between two beats', () => {
  test('checkpoint, tiles, entries, proofs and what is said of them stay those of the last beat', async () => {
    await grow(log.ownerPool, 0, 40, true, LONG_AGO);
    const paths = [
      'checkpoint',
      'published',
      'tile/0/000.p/41',
      'tile/entries/000.p/41',
      '../v1/receipts/40',
    ];
    const seen = async () => Promise.all(paths.map(get));
    const before = await seen();
    expect(before.map(({ status }) => status)).toEqual([200, 200, 404, 404, 404]);
    expect(JSON.parse(before[1]?.text as string)).toEqual({
      size: 40,
      delaySeconds: 0,
      headEverySeconds: BEAT,
    });
    expect(before[4]?.text).toContain('the published head has not grown that far yet');
    await grow(log.ownerPool, 40, 41);
    await grow(log.ownerPool, 41, 90);
    expect(await seen()).toEqual(before);
    expect((await get('tile/0/000.p/40')).status).toBe(200);
  });

  test('a node that starts, or starts again, shows the same head as the others', async () => {
    await grow(log.ownerPool, 0, 40, true, LONG_AGO);
    const first = await node().head();
    await grow(log.ownerPool, 40, 50);
    const [second, third] = [await node().head(), await node().size()];
    expect([first?.size, second?.size, third]).toEqual([40, 40, 40]);
  });

  test('a log that is younger than a beat shows its first head, which says only that it began', async () => {
    expect((await get('checkpoint')).status).toBe(404);
    await grow(log.ownerPool, 0, 1);
    await grow(log.ownerPool, 1, 30);
    expect(await sizeShown()).toBe(1);
  });

  test('a head of before that does not lead to what the node knows is not signed', async () => {
    await grow(log.ownerPool, 0, 300, true, LONG_AGO);
    await grow(log.ownerPool, 300, 700);
    expect((await node().head())?.size).toBe(300);
    await log.ownerPool.query('ALTER TABLE log_checkpoint DISABLE TRIGGER USER');
    const { rows } = await log.ownerPool.query('SELECT root, frontier FROM log_checkpoint WHERE size = 700');
    // A head that is whole in itself, of entries that were never there.
    const other = Array.from({ length: 4 }, (_, i) => Buffer.alloc(32, i));
    const { rootOfFrontier } = await import('../../../../gateway/audit/merkle.ts');
    await log.ownerPool.query('UPDATE log_checkpoint SET root = $1, frontier = $2 WHERE size = 300', [
      rootOfFrontier(other),
      other,
    ]);
    expect(rows).toHaveLength(1);
    await expect(node().head()).rejects.toThrow(ForkedLogError);
  });
});

test('without beats each head is shown at once', async () => {
  const at = new PublishedHead({ db: log.pool, log: new FollowedLog({ db: log.pool }), everyS: 0 });
  await grow(log.ownerPool, 0, 3);
  expect([(await at.head())?.size, await at.size()]).toEqual([3, 3]);
  await grow(log.ownerPool, 3, 5);
  expect([(await at.head())?.size, await at.size()]).toEqual([5, 5]);
});
