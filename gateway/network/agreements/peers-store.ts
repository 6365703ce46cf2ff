/** Finds the gateways with which an agreement is in force. */
import type { Transaction } from '../../database/db-transaction.ts';
import { changesOne, findRow, findRows, type Queryable } from '../../database/queryable.ts';
import type { Agreement, Party, Terms } from './agreement-document.ts';

/** The other party of an agreement in force. */
export interface Peer extends Party {
  readonly agreementId: string;
  /** Its entity in the registry. */
  readonly agencyId: number;
  /** Says what it gives us; null: nothing. */
  readonly gives: Terms | null;
  /** The client by which it signs in here; null: none is registered by an agreement. */
  readonly clientId: string | null;
  /** True from an answer that could not be true until a person has looked. */
  readonly askingStopped: boolean;
  /** Says why asking is stopped; null if it is not. */
  readonly stoppedFor: string | null;
  /** The newest head of its log that was seen here, a signed note. */
  readonly lastHead: string | null;
}

interface PeerRow {
  readonly agreementId: string;
  readonly agencyId: number;
  readonly document: string;
  readonly ori: string;
  readonly clientId: string | null;
  readonly logKey: string | null;
  readonly askingStopped: boolean;
  readonly stoppedFor: string | null;
  readonly lastHead: string | null;
}

const SELECT = `
  SELECT n.id AS "agreementId", p.agency_id AS "agencyId", n.document, p.ori, n.client_id AS "clientId", p.log_key AS "logKey",
    p.asking_stopped_at IS NOT NULL AS "askingStopped", p.asking_stopped_reason AS "stoppedFor",
    p.last_head AS "lastHead"
  FROM network_agreement n JOIN network_peer p ON p.agency_id = n.agency_id
  WHERE n.status = 'in_force' AND n.valid_from <= clock_timestamp() AND n.valid_until > clock_timestamp()`;

/** Returns the other party by its ORI; null if no agreement with it is in force. */
export async function readPeer(db: Queryable, ori: string): Promise<Peer | null> {
  const row = await findRow<PeerRow>(db, `${SELECT} AND p.ori = $1`, [ori]);
  return row && toPeer(row);
}

export const readPeers = async (db: Queryable): Promise<Peer[]> =>
  (await findRows<PeerRow>(db, `${SELECT} ORDER BY p.ori`)).map(toPeer);

function toPeer({ document, logKey, ori, ...row }: PeerRow): Peer {
  const { gives, parties } = JSON.parse(document) as Agreement;
  const party = parties.find((one) => one.ori === ori) as Party;
  // The successor of the key that the agreement names, where its log tells of one.
  return { ...party, logKey: logKey ?? party.logKey, gives: gives[ori] ?? null, ...row };
}

/** Returns the origin of the other party's log, which its verifier key begins with (C2SP signed-note); null of nobody. */
export function originOf(peer: Pick<Peer, 'logKey'> | null): string | null {
  return peer === null ? null : peer.logKey.slice(0, peer.logKey.indexOf('+'));
}

/** @returns false if they were changed since they were read */
export const setLogKeys = (trx: Transaction, { ori, logKey }: Pick<Peer, 'logKey' | 'ori'>, keys: string) =>
  changesOne(trx, `UPDATE network_peer SET log_key = $3 WHERE ori = $1 AND coalesce(log_key, $2) = $2`, [
    ori,
    logKey,
    keys,
  ]);
