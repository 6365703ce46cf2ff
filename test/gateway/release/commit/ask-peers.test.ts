/** A query that is to be asked at gateways of other agencies, at its commit. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { PeerToAsk } from '../../../../gateway/release/facts/pending-query.ts';
import type { Query } from '../../../../sharing-rules/terms/query.ts';
import { type CommitFixture, createCommitFixture } from '../../../setup/database/commit-fixture.ts';
import { insertPeer } from '../../../setup/database/insert-peer.ts';
import { pendingQuery, stolenVehicleQuery } from '../../../setup/database/sharing-fixture.ts';

let fixture: CommitFixture;
let peers: PeerToAsk[];

beforeAll(async () => {
  fixture = await createCommitFixture({ officerQueriesPerDay: 5 });
  const oris = ['CO0010100', 'CO0010200', 'CO0010400'];
  peers = await Promise.all(oris.map((ori) => insertPeer(fixture.ownerPool, ori)));
});
afterAll(() => fixture.close());

function ask(asked: readonly PeerToAsk[], changes: Partial<Query> = {}) {
  const query = stolenVehicleQuery(changes);
  return fixture.queue.commit(pendingQuery(fixture.agencyId, { query, found: null, peers: asked }));
}

const officer = (id: string) => ({ onBehalfOf: { id, name: 'Officer', ori: 'CO0010000' } });

describe('partners that are asked', () => {
  test('each have an entry first, which tells the public the agency and the minute alone', async () => {
    const outcome = await ask(peers.slice(0, 2));
    if (outcome.kind !== 'asks_peers') throw new Error(`it came to \`${outcome.kind}\``);
    const entries = outcome.asked.map(({ sealed }) => JSON.parse(sealed.entry));
    expect(entries).toMatchObject([
      { kind: 'peer_asked', agency: 'CO0010100', effect: null, grant: null },
      { kind: 'peer_asked', agency: 'CO0010200', effect: null, grant: null },
    ]);
    const [first] = outcome.asked;
    expect(JSON.parse(first?.sealed.asker.detail ?? '')).toMatchObject({
      peer: 'CO0010100',
      officer: { id: 'officer-1' },
    });
    const { rows } = await fixture.pool.query('SELECT entry FROM log_entry WHERE index = $1', [
      first?.sealed.index,
    ]);
    expect(rows).toEqual([{ entry: first?.sealed.entry }]);
  });

  test('each count as one query of the officer, together before they are asked', async () => {
    expect((await ask(peers, officer('officer-2'))).kind).toBe('asks_peers');
    const outcome = await ask(peers, officer('officer-2'));
    expect(outcome).toMatchObject({ kind: 'denied', decision: { reasons: [{ code: 'quota_exceeded' }] } });
    expect((await ask(peers.slice(0, 2), officer('officer-2'))).kind).toBe('asks_peers');
  });

  test('are not asked where our own rules refuse or hold the query: nothing names them', async () => {
    const count = async () =>
      (await fixture.ownerPool.query(`SELECT count(*)::int AS n FROM audit_detail WHERE kind = 'peer_asked'`))
        .rows[0].n as number;
    const before = await count();
    const personal = { code: 'personal', caseNumber: 'CR-2026-1', justification: 'my own car' };
    expect((await ask(peers, { purpose: personal })).kind).toBe('denied');
    expect(await count()).toBe(before);
  });
});
