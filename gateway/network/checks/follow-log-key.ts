/**
 * Follows a change of keys of another gateway's log, while both keys sign: its own log must tell of the successor under a key
 * that is known already, and must be the log that we have seen. Once the old key is gone, only another agreement helps.
 */
import type pg from 'pg';
import { afterKeyStep, type KeyStep } from '../../../sharing-rules/network/follow-keys.ts';
import { appendOwnerEvent } from '../../audit/owner-event.ts';
import { openCheckpoint } from '../../audit-verify/open-checkpoint.ts';
import { readVerifierKey } from '../../audit-verify/signed-note.ts';
import { verifyReceipt } from '../../audit-verify/verify-receipt.ts';
import type { GatewayClient } from '../../cli/client/http-client.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import { compileSchema } from '../../http/schema.ts';
import type { TypeOf } from '../../http/schemas/shapes.ts';
import type { Peer } from '../agreements/peers-store.ts';
import { setLogKeys } from '../agreements/peers-store.ts';
import { isOfOneLog, proofOf } from '../asks/extends-head.ts';
import { logKeySteps } from '../entries/log-key-routes.ts';

const { $id: _, ...shape } = logKeySteps;
const validateSteps = compileSchema<TypeOf<typeof shape>>(shape);

type Asked = Pick<GatewayClient, 'request'>;

/** Returns the keys to trust: the known ones, unless the other log proves a change. */
export async function readLogKeys(
  client: Asked,
  { lastHead, logKey }: Pick<Peer, 'lastHead' | 'logKey'>,
): Promise<readonly string[]> {
  const { body, status } = await client.request('GET', '/v1/network/log-keys');
  let known: readonly string[] = logKey.split(' ');
  // Earlier versions answer 404.
  if (status !== 200 || !validateSteps(body)) return known;
  for (const receipt of body.receipts) {
    const keys = known.join(' ');
    const { detail, entry, ok } = await verifyReceipt(receipt, keys);
    const step = { ...(detail as object), kind: entry?.kind } as KeyStep;
    if (!ok || !(await isStep(step))) continue;
    const head = await openCheckpoint(receipt.checkpoint, keys);
    const isOurs = await isOfOneLog(lastHead, head, (from, to) => proofOf(client, from, to));
    if (isOurs) known = afterKeyStep(known, step);
  }
  return known;
}

/** A key that nothing can be verified with would make every answer false. */
async function isStep(step: KeyStep): Promise<boolean> {
  if (step.kind === 'log_key_retired') return true;
  return (
    step.kind === 'log_key_added' &&
    typeof step.added === 'string' &&
    (await readVerifierKey(step.added, 'log').then(
      () => true,
      () => false,
    ))
  );
}

/** Keeps the keys that are followed, with an entry of our log. */
export async function followLogKey(peer: Peer, client: Asked, pool: pg.Pool): Promise<void> {
  const keys = (await readLogKeys(client, peer)).join(' ');
  if (keys === peer.logKey) return;
  const { agencyId, agreementId, ori } = peer;
  await inTransaction(pool, async (trx) => {
    if (!(await setLogKeys(trx, peer, keys))) return;
    const owner = { agreement: agreementId, change: 'log key followed', from: peer.logKey, to: keys };
    await appendOwnerEvent(trx, { kind: 'agreement', agency: { id: agencyId, ori }, owner });
  });
}
