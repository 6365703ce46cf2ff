/** The hash of the page `/verify` stands in the log, so that nobody can be given another page unnoticed. */
import type pg from 'pg';
import { canonicalJson } from '../../audit/canonical-json.ts';
import { insertBatch, lockAndReadHead } from '../../audit/log-writer-store.ts';
import { ownerEvent } from '../../audit/owner-event.ts';
import { sealOn } from '../../audit/seal-events.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import { findNewestPublished } from './published-page-store.ts';
import { type VerifyPage, type VerifyPageFacts, verifyPage } from './verify-page.ts';

export interface PublishedPage extends VerifyPage {
  /** The index of the log entry that names its hash. */
  readonly index: number;
}

/** Opens the page of this gateway; its hash is in the log when this resolves. */
export async function openVerifyPage(pool: pg.Pool, facts: VerifyPageFacts): Promise<PublishedPage> {
  const page = verifyPage(facts);
  return { ...page, index: await publish(pool, page) };
}

/**
 * Appends an entry unless the newest one of its kind names this very page: once for all nodes that start with it.
 * @returns the index of the entry that names it
 */
async function publish(pool: pg.Pool, { program, sha256 }: VerifyPage): Promise<number> {
  // All of it is the asker's part, which its receipt shows: anyone may know it.
  const asker = { kind: 'page_published', page: '/verify', program, sha256: sha256.toString('hex') };
  const detail = canonicalJson(asker);
  const found = await findNewestPublished(pool);
  if (found?.detail === detail) return found.index;
  const append = async (trx: pg.PoolClient): Promise<number> => {
    const head = await lockAndReadHead(trx, []);
    // Another node may have been faster.
    const newest = await findNewestPublished(trx);
    if (newest?.detail === detail) return newest.index;
    const event = ownerEvent({ kind: 'page_published', agency: null, asker: detail, owner: {} });
    await insertBatch(trx, sealOn(head, [event]));
    return head.head.size;
  };
  return inTransaction(pool, append, { harmlessTwice: true });
}
