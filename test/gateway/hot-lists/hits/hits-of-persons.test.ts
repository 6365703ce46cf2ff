/** A standing query that a person entered is that person's: its hits are theirs, in the answer, the counts and the log. */

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { upToNow } from '../../../../gateway/projections/up-to-now.ts';
import { type Exchange, standingQuery, startExchange } from '../lists/exchange-fixture.ts';
import { PARTNER_PEOPLE } from '../lists/sign-in-as.ts';

let exchange: Exchange;

beforeAll(async () => {
  exchange = await startExchange();
  await exchange.ownerPool.query('UPDATE agency SET roster = 10');
  const { onBehalfOf: _, ...own } = standingQuery({ plate: { number: 'ZZP1' } });
  expect((await exchange.call('alice', 'POST', '/v1/hot-lists/own/entries', own)).status).toBe(201);
  await exchange.call(
    'partner',
    'POST',
    '/v1/hot-lists/own/entries',
    standingQuery({ plate: { number: 'ZZP2' } }),
  );
  await exchange.see('ZZP1', 'ZZP2');
});
afterAll(() => exchange.close());

const suspend = (reference: string | undefined) =>
  exchange.ownerPool.query(`UPDATE officer SET status = 'suspended' WHERE reference = $1`, [reference]);

async function told(who: 'partner' | 'alice' | 'bob'): Promise<string[]> {
  const { status, body } = await exchange.call(who, 'GET', '/v1/hits');
  expect(status).toBe(200);
  return body.hits.map(({ reads }: { reads: { plate: string }[] }) => reads[0]?.plate).sort();
}

/** Officer and subject of the newest notice about the plate that was permitted. */
async function newest(caseNumber: string) {
  await upToNow(exchange.pool);
  const { rows } = await exchange.ownerPool.query(
    `SELECT owner_detail, o.reference FROM audit_search d JOIN audit_detail t USING (index)
       LEFT JOIN officer o ON o.id = d.officer_id
     WHERE d.kind = 'hit_notice' AND d.effect = 'permit' AND asker_detail LIKE $1 ORDER BY index DESC LIMIT 1`,
    [`%${caseNumber}%`],
  );
  return { officer: rows[0].reference, subject: JSON.parse(rows[0].owner_detail).input.subject };
}

async function officers(): Promise<string[]> {
  const { rows } = await exchange.ownerPool.query('SELECT reference FROM officer ORDER BY reference');
  return rows.map(({ reference }) => reference);
}

describe('hits on a query that a person entered', () => {
  test('are told to that person, and to the agency’s system; not to another person', async () => {
    expect(await told('alice')).toEqual(['ZZP1', 'ZZP2']);
    expect(await told('partner')).toEqual(['ZZP1', 'ZZP2']);
    expect(await told('bob')).toEqual(['ZZP2']);
  });

  test('are that person’s in the log and in the counts, no matter who fetched them', async () => {
    await exchange.pool.query(
      `DELETE FROM hit WHERE position = (SELECT position FROM standing_query WHERE query ->> 'onBehalfOf' IS NOT NULL)`,
    );
    const before = await officers();
    expect(await told('partner')).toEqual(['ZZP1']);
    expect(await newest('CR-2026-0142')).toMatchObject({
      officer: PARTNER_PEOPLE.alice,
      subject: { kind: 'person', personId: PARTNER_PEOPLE.alice, clientId: 'adams' },
    });
    expect(await told('bob')).toEqual([]);
    expect(await officers()).toEqual(before);
    // As himself he took a hit on what the agency's system had entered for an officer: both are known.
    expect(before).toEqual([PARTNER_PEOPLE.bob, PARTNER_PEOPLE.alice, 'officer-1']);
  });

  test('end with that person’s suspension, for the system too', async () => {
    await suspend(PARTNER_PEOPLE.alice);
    await exchange.see('ZZP1');
    expect(await told('partner')).not.toContain('ZZP1');
  });
});

describe('a person who is suspended', () => {
  beforeAll(async () => {
    await exchange.see('ZZP2');
    expect(await told('bob')).toContain('ZZP2');
    await suspend(PARTNER_PEOPLE.bob);
  });

  test('gets no hit either, not even on a query that the agency’s system entered for another officer', async () => {
    const { status, body } = await exchange.call('bob', 'GET', '/v1/hits');
    expect([status, body.hits]).toEqual([403, undefined]);
    expect(body.reasons.map(({ code }: { code: string }) => code)).toEqual(['subject_suspended']);
    expect(await told('partner')).toContain('ZZP2');
  });
});
