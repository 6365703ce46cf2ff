/** The hash of the page `/verify` stands in the log: once for all nodes that serve it, and with a receipt for anyone. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createLog } from '../../../../gateway/audit/create-log.ts';
import { receiptFinder } from '../../../../gateway/audit/find-receipt.ts';
import { findEntries, findNewestCheckpoint } from '../../../../gateway/audit/log-store.ts';
import { httpSource } from '../../../../gateway/audit-verify/log-source.ts';
import { verifyLog } from '../../../../gateway/audit-verify/verify-log.ts';
import { verifyAnswer } from '../../../../gateway/audit-verify/verify-receipt.ts';
import { routerOf } from '../../../../gateway/http/routes/router-of.ts';
import { openVerifyPage } from '../../../../gateway/pages/verify/publish-verify-page.ts';
import { VERIFY_PAGE_ROUTES } from '../../../../gateway/pages/verify/verify-page-routes.ts';
import { serveApp } from '../../../setup/serve-app.ts';
import { publishedAtOnce } from '../../audit/published-at-once.ts';
import { signer } from '../../audit/sample-log.ts';
import { type ServedLog, serveLog } from '../../audit/serve-log.ts';

const FACTS = { logKey: signer.vkey, publicUrl: 'https://gateway.example' };
const NEWER = { ...FACTS, publicUrl: 'https://newer.example' };

let log: ServedLog;
beforeAll(async () => {
  log = await serveLog();
  await createLog(log.pool, signer.origin);
});
afterAll(() => log.stop());

async function kinds(): Promise<string[]> {
  const { size = 0 } = (await findNewestCheckpoint(log.pool)) ?? {};
  return (await findEntries(log.pool, 0, size)).map((entry) => JSON.parse(entry).kind);
}

describe('the hash of the page `/verify`', () => {
  test('is entered in the log by one of the nodes that start at once, and not again while it is the same', async () => {
    const opened = await Promise.all(Array.from({ length: 4 }, () => openVerifyPage(log.pool, FACTS)));
    expect(opened.map(({ index }) => index)).toEqual([1, 1, 1, 1]);
    expect((await openVerifyPage(log.pool, FACTS)).index).toBe(1);
    expect(await kinds()).toEqual(['log_created', 'page_published']);
  });

  test('is entered again whenever it changes, and when the page of before is served again', async () => {
    expect((await openVerifyPage(log.pool, NEWER)).index).toBe(2);
    expect((await openVerifyPage(log.pool, NEWER)).index).toBe(2);
    expect((await openVerifyPage(log.pool, FACTS)).index).toBe(3);
    expect(await verifyLog({ source: httpSource(log.url), vkey: signer.vkey })).toMatchObject({
      ok: true,
      kinds: { log_created: 1, page_published: 3 },
    });
  });

  test('is told to anyone with a receipt, which holds for this very file and no other', async () => {
    const verifyPage = await openVerifyPage(log.pool, FACTS);
    const published = publishedAtOnce(log.pool);
    const findReceipt = receiptFinder(log.pool, signer, published);
    const served = await serveApp({
      publicRoutes: [routerOf(VERIFY_PAGE_ROUTES, { verifyPage, findReceipt, published })],
    });
    try {
      const file = Buffer.from(await (await fetch(`${served.url}/verify`)).arrayBuffer());
      const told = await (await fetch(`${served.url}/verify.json`)).json();
      const sha256 = createHash('sha256').update(file).digest('hex');
      expect(told).toMatchObject({ page: '/verify', sha256, program: verifyPage.program });
      const report = await verifyAnswer(told, signer.vkey);
      expect(report).toMatchObject({
        ok: true,
        index: 3,
        entry: { kind: 'page_published', agency: null },
        detail: { kind: 'page_published', page: '/verify', sha256, program: verifyPage.program },
      });
      const { receipt } = told as { receipt: { asker: { detail: string } } };
      const detail = receipt.asker.detail.replace(sha256, createHash('sha256').digest('hex'));
      const forged = { ...receipt, asker: { ...receipt.asker, detail } };
      expect((await verifyAnswer(forged, signer.vkey)).faults).toEqual([
        'the detail is not the one that the entry commits to',
      ]);
    } finally {
      served.close();
    }
  });
});
