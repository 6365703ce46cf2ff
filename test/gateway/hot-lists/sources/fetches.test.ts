import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { setSource } from '../../../../gateway/hot-lists/sources/sources-store.ts';
import { enqueueDue, findDue } from '../../../../gateway/jobs/outbox-store.ts';
import { runJob } from '../../../../gateway/jobs/run-job.ts';
import { type Jobs, startJobs } from '../lists/jobs-fixture.ts';

let fixture: Jobs;

beforeAll(async () => {
  fixture = await startJobs();
});
beforeEach(() => fixture.reset());
afterAll(() => fixture.close());

describe('lists that are fetched', () => {
  const source = { layout: 'csv', purpose: null, everySeconds: 3600 } as const;

  test('over HTTP with ETag: taken once, then not even read again until it changes', async () => {
    let [text, served, notModified] = ['plate,type\nZZF1,Stolen\nZZF2,Stolen\n', 0, 0];
    fixture.partner.serve = (request, response) => {
      const etag = `"${text.length}"`;
      if (request.headers['if-none-match'] === etag) {
        notModified += 1;
        return response.writeHead(304).end();
      }
      served += 1;
      return response.writeHead(200, { ETag: etag }).end(text);
    };
    await setSource(fixture.exchange.ownerPool, {
      ...source,
      listName: 'web',
      url: `${fixture.partner.url}/list.csv`,
    });
    await fixture.runAll();
    await fixture.due('web');
    await fixture.runAll();
    expect([served, notModified]).toEqual([1, 1]);
    text = 'plate,type\nZZF1,Stolen\nZZF2,Stolen\nZZF3,Stolen\n';
    await fixture.due('web');
    await fixture.runAll();
    expect(await fixture.plates('web')).toEqual(['ZZF1', 'ZZF2', 'ZZF3']);
  });

  test('a source that breaks off in the middle changes nothing, and is asked again', async () => {
    let broken = 1;
    fixture.partner.serve = (_, response) => {
      const text = 'plate,type\nZZF1,Stolen\nZZF9,Stolen\n';
      response.writeHead(200, { 'Content-Length': String(text.length) });
      if (broken-- > 0) response.write(text.slice(0, 25), () => response.destroy());
      else response.end(text);
    };
    await fixture.due('web');
    await enqueueDue(fixture.exchange.pool);
    for (const { id } of await findDue(fixture.exchange.pool, 9)) await runJob(id, fixture.run);
    expect(await fixture.plates('web')).toEqual(['ZZF1', 'ZZF2', 'ZZF3']);
    await fixture.runAll();
    expect(await fixture.plates('web')).toEqual(['ZZF1', 'ZZF9']);
  });

  test('a bad list is not asked for again before its time; the list in force stays', async () => {
    fixture.partner.serve = (_, response) => response.writeHead(200).end('<html>login</html>');
    await fixture.due('web');
    await fixture.runAll();
    expect(await fixture.jobs('list_fetch')).toMatchObject([
      { status: 'dead', attempts: 1, fault: 'malformed' },
    ]);
    expect(await fixture.plates('web')).toEqual(['ZZF1', 'ZZF9']);
  });

  test('a redirect into the house is not followed', async () => {
    fixture.partner.serve = (_, response) =>
      response.writeHead(302, { Location: 'http://169.254.169.254/latest' }).end();
    await fixture.due('web');
    await fixture.runAll();
    expect(await fixture.jobs('list_fetch')).toMatchObject([{ status: 'dead', fault: 'malformed' }]);
  });
});
