/** A standing query stands under the grant under which it was entered, and ends with it. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { findHitsOf } from '../../../../gateway/hot-lists/lists/hits-store.ts';
import { pendingOfHit } from '../../../../gateway/hot-lists/lists/pending-exchange.ts';
import { partnerSystem } from '../../../setup/database/sharing-fixture.ts';
import { type Exchange, standingQuery, startExchange } from '../lists/exchange-fixture.ts';

let exchange: Exchange;

beforeAll(async () => {
  exchange = await startExchange();
});
afterAll(() => exchange.close());

const enter = (number: string) =>
  exchange.call('partner', 'POST', '/v1/hot-lists/own/entries', standingQuery({ plate: { number } }));
const hits = () => exchange.call('partner', 'GET', '/v1/hits');
const plates = async () =>
  (await hits()).body.hits.map(({ reads }: { reads: { plate: string }[] }) => reads[0]?.plate);

/** The same terms again, as two persons would give them. */
async function grantAgain(): Promise<void> {
  const columns = `agency_id, purposes, data_classes, look_back_days, daily_records, valid_from, valid_until,
    agreement_reference, agreement_signed_on, agreement_article_74, agreement_officer_mfa, certification_signer,
    certification_signed_on, proposed_by, proposed_at, approved_by, approved_at`;
  await exchange.ownerPool.query(
    `INSERT INTO sharing_grant (status, ${columns}) SELECT 'active', ${columns} FROM sharing_grant WHERE agency_id = $1 LIMIT 1`,
    [exchange.agencyId],
  );
}

test('a standing query ends with its grant: a new grant does not bring it back, one that is entered again is told', async () => {
  expect((await enter('ZZG1')).status).toBe(201);
  await exchange.see('ZZG1');
  expect(await plates()).toEqual(['ZZG1']);

  await exchange.revoke();
  await exchange.see('ZZG1');
  expect((await hits()).status).toBe(403);

  await grantAgain();
  await exchange.see('ZZG1');
  expect(await plates()).toEqual([]);

  expect((await enter('ZZG2')).status).toBe(201);
  await exchange.see('ZZG2');
  expect(await plates()).toEqual(['ZZG2']);
  expect((await exchange.call('reviewer', 'GET', '/v1/hits')).body.hits.length).toBeGreaterThan(2);
});

test('a hit that was found just before its grant ended is refused, even where a new grant came in between', async () => {
  // A grant of its own, whatever the test before it left.
  await exchange.revoke();
  await grantAgain();
  await enter('ZZG3');
  await exchange.see('ZZG3');
  const subject = partnerSystem(exchange.agencyId);
  const search = { since: new Date(Date.now() - 86_400_000), limit: 50 };
  const found = await findHitsOf(exchange.pool, subject, search);
  const pending = pendingOfHit(found.find(({ read }) => read.includes('ZZG3')) as (typeof found)[0], subject);
  expect((await exchange.commits.commit(pending)).kind).toBe('released');

  await exchange.revoke();
  await grantAgain();
  const outcome = await exchange.commits.commit(pending);
  expect(outcome).toMatchObject({ kind: 'denied', decision: { reasons: [{ code: 'grant_revoked' }] } });
});
