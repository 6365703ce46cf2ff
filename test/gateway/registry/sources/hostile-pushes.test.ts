/** No vendor writes reads in another's name; and those without a secret learn nothing, and cost the database no write. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { basic, type Intake, recent, startIntake, verkadaSignature } from './intake.ts';

let intake: Intake;
beforeAll(async () => {
  intake = await startIntake();
});
afterAll(() => intake.close());

const SOURCES = '/v1/reads-sources';
const propose = (name: string, changes: object) =>
  intake.admin.call('admin-1', 'POST', SOURCES, { name, vendor: 'onvif', method: 'path', ...changes });
const median = (all: readonly number[]) => [...all].sort((a, b) => a - b)[all.length >> 1] as number;

const isAlike = (ratio: number) => ratio > 1 / 1.3 && ratio < 1.3;

/** How much longer a push to the source takes than one to a source that does not exist. */
async function ratioOf(push: (name: string) => Promise<{ status: number }>, known: string): Promise<number> {
  const times = { [known]: [] as number[], nobody: [] as number[] };
  for (let i = 0; i < 20; i += 1) {
    for (const [name, all] of Object.entries(times)) {
      const began = performance.now();
      expect((await push(name)).status).toBe(401);
      all.push(performance.now() - began);
    }
  }
  const [one, other] = Object.values(times).map(median) as [number, number];
  return one / other;
}

describe('the name of a camera', () => {
  test('needs a prefix of its source', async () => {
    const answers = [await propose('bare', {}), await propose('bare', { cameraPrefix: '' })];
    expect(answers.map(({ status }) => status)).toEqual([422, 422]);
    expect(answers[0]?.text).toContain('cameraPrefix');
  });

  test('is never one that another source could write: overlapping prefixes are refused, and say with whom', async () => {
    await intake.register('main', 'onvif', 'path', { cameraPrefix: 'main-' });
    for (const cameraPrefix of ['main-', 'main-street-', 'm', 'MAIN-4']) {
      const { body, status } = await propose('other', { cameraPrefix });
      expect([status, body.detail]).toEqual([409, expect.stringContaining('the source `main`')]);
    }
    expect((await propose('other', { cameraPrefix: 'main.' })).status).toBe(201);
  });

  test('is kept apart also where two propose at one moment, and by the database itself', async () => {
    const both = await Promise.all(
      ['east', 'east-gate'].map((name) => propose(name, { cameraPrefix: name })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    const bySql = intake.admin.pool.query(
      `INSERT INTO reads_source (name, vendor, method, camera_prefix, requests_per_minute, reads_per_minute, body_bytes, set_by)
       VALUES ('sly', 'onvif', 'path', 'main-9', 1, 100, 2048, $1)`,
      [intake.admin.persons['admin-1']],
    );
    await expect(bySql).rejects.toMatchObject({ constraint: 'reads_source_prefixes_apart' });
  });

  test('may stay as it is with a new secret, and is free again once its source is removed', async () => {
    await intake.register('west', 'onvif', 'path', { cameraPrefix: 'west-' });
    await intake.register('west', 'onvif', 'path', { cameraPrefix: 'west-' });
    expect((await intake.admin.call('admin-1', 'DELETE', `${SOURCES}/west`)).status).toBe(200);
    expect((await propose('west-side', { cameraPrefix: 'west-' })).status).toBe(201);
  });

  test('is not all that tells where a read came from: the source is kept with it', async () => {
    const secret = await intake.register('kept-with', 'verkada', 'path', { cameraPrefix: 'kept-' });
    expect((await intake.push(`kept-with/${secret}`, recent('verkada'))).body.taken).toBe(1);
    const { rows } = await intake.reads.query(`SELECT pushed_by FROM read WHERE camera_id LIKE 'kept-%'`);
    expect(rows).toEqual([{ pushed_by: 'kept-with' }]);
  });
});

describe('a push without the secret', () => {
  const counted = async (name: string) => {
    const { body } = await intake.admin.call('auditor', 'GET', `${SOURCES}/${name}`);
    return body.counts.map(({ count, outcome }: { count: number; outcome: string }) => [outcome, count]);
  };

  test('writes nothing, however many come at once, and takes one connection at most; their number is written later', async () => {
    await intake.register('flooded', 'rekor_scout', 'path');
    const pushes = Array.from({ length: 60 }, (_, i) =>
      intake.push(i % 3 === 0 ? 'nobody/guess' : 'flooded/guess', recent('rekor_scout')),
    );
    const answers = await Promise.all(pushes);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
    expect(intake.mostConnections()).toBe(1);
    expect(await counted('flooded')).toEqual([]);
    await intake.writeRefused();
    expect(await counted('flooded')).toEqual([['refused', 40]]);
  });

  test('takes as long for a source that there is as for one that there is not', async () => {
    await intake.register('timed-path', 'rekor_scout', 'path');
    await intake.register('timed-basic', 'rekor_scout', 'basic');
    await intake.register('timed-hmac', 'verkada', 'hmac');
    const body = JSON.stringify(recent('verkada'));
    const ways = {
      path: (name: string) => intake.push(`${name}/guess`, body),
      basic: (name: string) => intake.push(name, body, { headers: basic(name, 'guess') }),
      hmac: (name: string) => intake.push(name, body, { headers: verkadaSignature('guess', body) }),
    };
    for (const [method, push] of Object.entries(ways)) {
      // A machine with other work may be slow for a moment; a difference is there each time.
      const ratios: number[] = [];
      while (ratios.length < 4 && !ratios.some(isAlike)) ratios.push(await ratioOf(push, `timed-${method}`));
      expect(ratios.some(isAlike) || ratios).toBe(true);
    }
  });

  test('with a name that no database can read is refused like any other, and holds up nobody', async () => {
    const secret = await intake.register('beside', 'verkada', 'path');
    const answers = await Promise.all([
      intake.push('%00/guess', '{}'),
      intake.push(`beside/${secret}`, recent('verkada')),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([401, 202]);
  });
});
