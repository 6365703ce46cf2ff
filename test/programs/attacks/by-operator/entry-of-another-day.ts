/** Entries that are dated ten hours back or 41 days ahead, by the log-in or by a clock that was wrong for a moment. */
import pg from 'pg';
import { appendEvents } from '../../../../gateway/audit/append-events.ts';
import type { SealedEntry } from '../../../../gateway/audit/log-entry.ts';
import { findNewestHead, type StoredHead } from '../../../../gateway/audit/log-store.ts';
import { ownerEvent } from '../../../../gateway/audit/owner-event.ts';
import { sealEvents } from '../../../../gateway/audit/seal-events.ts';
import { inTransaction } from '../../../../gateway/database/db-transaction.ts';
import { simulateClock } from '../../../../gateway/demo/history/simulated-clock-store.ts';
import { type Attack, control } from '../attack.ts';
import { ask, describe, readsIn } from '../scene/ask.ts';
import { ADAMS, AURORA } from '../scene/cast.ts';
import { queryBody } from '../scene/query-body.ts';
import type { OwnGateway } from '../scene/scene.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const DATED = { 'ten hours back': -10 * HOUR, '41 days ahead': 41 * DAY };

const purged = ownerEvent({ kind: 'purged', agency: null, owner: {} });

export const attack: Attack = {
  tries:
    'entries of another day are appended and signed; behind one of a clock that was wrong, reads are released',
  run: async (scene) => {
    const target = await scene.gateway();
    const plate = target.plates[0] as string;
    const asks = () =>
      ask(target.url, target.as('adams'), 'POST', '/v1/queries', queryBody({ ori: ADAMS, plate }));
    const act = (who: 'first-admin' | 'second-admin', path: string) =>
      ask(target.url, target.as(who), 'POST', path, { reason: 'attack suite' });
    const honest = await asks();
    control(readsIn(honest) > 0, `the honest log releases nothing: ${describe(honest)}`);
    const signed: string[] = [];
    for (const [name, ms] of Object.entries(DATED)) {
      if (await appendAt(target, ms)) signed.push(name);
    }
    await appendByWrongClock(target);
    const behind = readsIn(await asks());
    const revoked = await act('first-admin', `/v1/agencies/${AURORA}/revoke`);
    control(revoked.status === 200, `nothing can be revoked behind it: ${describe(revoked)}`);
    await act('first-admin', '/v1/sharing/halt');
    const resumed = [
      await act('first-admin', '/v1/sharing/resume'),
      await act('second-admin', '/v1/sharing/resume'),
    ];
    control(resumed[1]?.status === 200, `two persons cannot resume: ${resumed.map(describe).join(', ')}`);
    const after = await asks();
    control(readsIn(after) > 0, `nothing is released after two persons resumed: ${describe(after)}`);
    return {
      refused: signed.length === 0 && behind === 0,
      seen: `${signed.length === 0 ? 'neither entry is taken' : `signed: ${signed.join(', ')}`}; ${behind} reads behind a clock that was set back`,
    };
  },
};

/** By the gateway's own log-in. @returns whether the node signs it */
async function appendAt({ databases, url }: OwnGateway, ms: number): Promise<boolean> {
  const role = new pg.Client(databases.gatewayUrl);
  await role.connect();
  const head = (await findNewestHead(role)) as StoredHead;
  const batch = sealEvents({ ...head, now: new Date(Date.now() + ms) }, [purged], () => 0);
  const { entry, leafHash } = batch.sealed[0] as SealedEntry;
  const taken = await role
    .query('SELECT append_log($1, $2, $3, $4, $5)', [
      [entry],
      leafHash,
      batch.size,
      batch.root,
      batch.frontier,
    ])
    .then(
      () => true,
      () => false,
    );
  await role.end();
  const { text } = await ask(url, null, 'GET', '/log/checkpoint');
  return taken && text.includes(batch.root.toString('base64'));
}

/** The database's clock is 41 days ahead for one entry of the gateway's own. */
async function appendByWrongClock({ databases }: OwnGateway): Promise<void> {
  const clock = await simulateClock(databases, Date.now() + 30 * DAY);
  await clock.set(Date.now() + 41 * DAY);
  const pool = new pg.Pool({ connectionString: clock.url, max: 1 });
  await inTransaction(pool, (trx) => appendEvents(trx, [purged]));
  await pool.end();
  await clock.close();
}
