/** Rows of what was asked of other gateways. */
import type { Subject } from '../../../sharing-rules/terms/asker.ts';
import type { Reason } from '../../../sharing-rules/terms/decision.ts';
import type { Receipt } from '../../audit/receipt.ts';
import { MS } from '../../database/in-ms.ts';
import { changesOne, columnsOf, findRow, findRows, type Queryable } from '../../database/queryable.ts';

/** `waiting`: our own rules hold it; `pending`: it was asked, and no answer has been shown. */
export type AskState = 'waiting' | 'pending' | 'released' | 'held' | 'refused' | 'no_answer' | 'unproven';

export interface AskRow {
  readonly id: string;
  readonly transaction: string;
  readonly heldId: string | null;
  readonly epoch: number | null;
  readonly sealed: string | null;
}

/** A reason as it was told: by our own rules, or by the partner. */
export type ToldReason =
  | Pick<Reason, 'code' | 'clause' | 'detail'>
  | { readonly code: string; readonly clause: string };

/** Describes one partner's part of an ask as it is kept. */
export interface AskedPeer {
  readonly ori: string;
  readonly state: AskState;
  readonly page: number;
  readonly askedIndex: number | null;
  readonly askedLeaf: string | null;
  /** Ms since the epoch. */
  readonly askedAt: number | null;
  readonly sendsAsker: boolean | null;
  readonly knownSize: number;
  readonly queryId: string | null;
  readonly heldIndex: number | null;
  readonly cursor: string | null;
  readonly reasons: readonly ToldReason[];
  readonly receipt: Receipt | null;
  readonly answeredIndex: number | null;
}

export interface NewAsk extends Omit<AskRow, 'sealed'> {
  readonly subject: Pick<Subject, 'clientId' | 'issuer' | 'personId'>;
  readonly plate: Buffer;
  readonly repeat: { readonly key: Buffer; readonly requestHash: Buffer } | null;
  readonly sealed: string;
}

export async function insertAsk(trx: Queryable, ask: NewAsk): Promise<void> {
  const { clientId, issuer, personId } = ask.subject;
  await trx.query(
    `INSERT INTO network_ask (id, transaction, issuer, client_id, person_id, plate, repeat_key, request_hash, held_id,
       epoch, sealed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      ...[ask.id, ask.transaction, issuer, clientId, personId, ask.plate],
      ...[ask.repeat?.key ?? null, ask.repeat?.requestHash ?? null, ask.heldId, ask.epoch, ask.sealed],
    ],
  );
}

export type NewPeer = Pick<AskedPeer, 'ori' | 'state'> &
  Partial<Pick<AskedPeer, 'askedIndex' | 'askedLeaf' | 'knownSize' | 'reasons'>>;

/** Adds the partners' rows, or asks them anew: the entry that the question names is written once. */
export async function putPeers(trx: Queryable, askId: string, peers: readonly NewPeer[]): Promise<void> {
  const rows = peers.map(({ askedIndex = null, askedLeaf = null, knownSize = 0, reasons = [], ...peer }) => ({
    ...{ ...peer, askedIndex, askedLeaf, knownSize, reasons: JSON.stringify(reasons) },
  }));
  await trx.query(
    `INSERT INTO network_ask_peer (ask_id, ori, state, asked_index, asked_leaf, asked_at, known_size, reasons)
     SELECT $1, p.ori, p.state, p.asked_index, p.asked_leaf,
       CASE WHEN p.asked_index IS NOT NULL THEN clock_timestamp() END, p.known_size, p.reasons::jsonb
     FROM unnest($2::text[], $3::text[], $4::bigint[], $5::text[], $6::bigint[], $7::text[])
       AS p (ori, state, asked_index, asked_leaf, known_size, reasons)
     ON CONFLICT (ask_id, ori) DO UPDATE SET state = excluded.state, asked_index = excluded.asked_index,
       asked_leaf = excluded.asked_leaf, asked_at = excluded.asked_at, known_size = excluded.known_size,
       reasons = excluded.reasons`,
    [askId, ...columnsOf(rows, 'ori', 'state', 'askedIndex', 'askedLeaf', 'knownSize', 'reasons')],
  );
}

const ASK = `SELECT a.id, a.transaction, a.held_id AS "heldId", a.epoch, a.sealed FROM network_ask a`;

/** Finds an ask of this client and person: others do not learn that it exists. */
export function findAsk(
  db: Queryable,
  id: string,
  { clientId, issuer, personId }: Pick<Subject, 'clientId' | 'issuer' | 'personId'>,
): Promise<AskRow | null> {
  return findRow<AskRow>(
    db,
    `${ASK} WHERE a.id = $1 AND a.issuer = $2 AND a.client_id = $3 AND a.person_id IS NOT DISTINCT FROM $4`,
    [id, issuer, clientId, personId],
  );
}

/** Finds the ask that had this `Idempotency-Key`, and whether it was of this very request. */
export function findRepeated(
  db: Queryable,
  { key, requestHash }: NonNullable<NewAsk['repeat']>,
): Promise<(AskRow & { readonly same: boolean }) | null> {
  return findRow<AskRow & { same: boolean }>(
    db,
    `${ASK.replace(' FROM', ', a.request_hash = $2 AS same FROM')} WHERE a.repeat_key = $1`,
    [key, requestHash],
  );
}

export async function findAskedPeers(db: Queryable, askId: string): Promise<AskedPeer[]> {
  const rows = await findRows<Omit<AskedPeer, 'receipt'> & { receipt: string | null }>(
    db,
    `SELECT p.ori, p.state, p.page, p.asked_index AS "askedIndex", p.asked_leaf AS "askedLeaf",
       ${MS('p.asked_at')} AS "askedAt", p.sends_asker AS "sendsAsker", p.known_size AS "knownSize",
       p.query_id AS "queryId", p.held_index AS "heldIndex", p.cursor, p.reasons, p.receipt,
       p.answered_index AS "answeredIndex"
     FROM network_ask_peer p WHERE p.ask_id = $1 ORDER BY p.ori`,
    [askId],
  );
  return rows.map(({ receipt, ...row }) => ({
    ...row,
    receipt: receipt === null ? null : JSON.parse(receipt),
  }));
}

/** Writes what the question will hold before it leaves, so that a repeat is the very same. */
export async function keepSent(
  db: Queryable,
  askId: string,
  ori: string,
  sendsAsker: boolean,
): Promise<boolean> {
  const row = await findRow<{ sends: boolean }>(
    db,
    `UPDATE network_ask_peer SET sends_asker = coalesce(sends_asker, $3) WHERE ask_id = $1 AND ori = $2
     RETURNING sends_asker AS sends`,
    [askId, ori, sendsAsker],
  );
  return row?.sends ?? sendsAsker;
}

export type AnsweredPeer = Pick<
  AskedPeer,
  'answeredIndex' | 'cursor' | 'heldIndex' | 'ori' | 'queryId' | 'reasons' | 'receipt' | 'state'
>;

export async function keepAnswered(trx: Queryable, askId: string, peer: AnsweredPeer): Promise<void> {
  await trx.query(
    `UPDATE network_ask_peer SET state = $3, query_id = $4, held_index = $5, cursor = $6, reasons = $7::jsonb,
       receipt = $8, answered_index = $9 WHERE ask_id = $1 AND ori = $2`,
    [
      ...[askId, peer.ori, peer.state, peer.queryId, peer.heldIndex, peer.cursor],
      ...[JSON.stringify(peer.reasons), peer.receipt && JSON.stringify(peer.receipt), peer.answeredIndex],
    ],
  );
}

/** Turns to the next page of one partner; false where somebody has already done so. */
export function turnPage(
  trx: Queryable,
  askId: string,
  { knownSize, ori, page }: Pick<AskedPeer, 'knownSize' | 'ori' | 'page'>,
): Promise<boolean> {
  return changesOne(
    trx,
    `UPDATE network_ask_peer SET page = page + 1, known_size = $4, state = 'pending', answered_index = NULL
     WHERE ask_id = $1 AND ori = $2 AND page = $3 AND cursor IS NOT NULL`,
    [askId, ori, page, knownSize],
  );
}

/** Our own rules hold its next page; false where they hold another one, or somebody has turned it already. */
export async function holdPage(
  trx: Queryable,
  askId: string,
  { ori, page }: Pick<AskedPeer, 'ori' | 'page'>,
  heldId: string,
): Promise<boolean> {
  const isFirst = await changesOne(
    trx,
    'UPDATE network_ask SET held_id = $2 WHERE id = $1 AND held_id IS NULL',
    [askId, heldId],
  );
  return (
    isFirst &&
    changesOne(
      trx,
      `UPDATE network_ask_peer SET state = 'waiting' WHERE ask_id = $1 AND ori = $2 AND page = $3 AND cursor IS NOT NULL`,
      [askId, ori, page],
    )
  );
}

/** The ask that our reviewer approved, from when its questions have their entries. */
export async function beginAsking(trx: Queryable, askId: string, epoch: number | null): Promise<void> {
  await trx.query('UPDATE network_ask SET held_id = NULL, epoch = $2 WHERE id = $1', [askId, epoch]);
}

/** Our own rules hold it again, under another id. */
export async function holdAgain(trx: Queryable, askId: string, heldId: string): Promise<void> {
  await trx.query('UPDATE network_ask SET held_id = $2 WHERE id = $1', [askId, heldId]);
}

/** Forgets the question once no answer and no page can come any more. */
export async function forgetAnswered(trx: Queryable, askId: string): Promise<void> {
  await trx.query(
    `UPDATE network_ask a SET sealed = NULL WHERE a.id = $1 AND a.sealed IS NOT NULL AND NOT EXISTS (
       SELECT FROM network_ask_peer p WHERE p.ask_id = a.id AND (p.state IN ('waiting', 'pending', 'held')
         OR p.state = 'no_answer' AND p.asked_index IS NOT NULL OR p.cursor IS NOT NULL))`,
    [askId],
  );
}

/** Remembers the newest head of a partner's log; an older one never takes its place. */
export async function keepHead(trx: Queryable, ori: string, note: string): Promise<void> {
  await trx.query(
    `UPDATE network_peer SET last_head = $2 WHERE ori = $1
       AND (last_head IS NULL OR split_part(last_head, E'\\n', 2)::bigint < split_part($2, E'\\n', 2)::bigint)`,
    [ori, note],
  );
}

/** Asks this partner no more, until a person has looked. */
export async function stopAsking(trx: Queryable, ori: string, why: string): Promise<void> {
  await trx.query(
    `UPDATE network_peer SET asking_stopped_at = clock_timestamp(), asking_stopped_reason = $2
     WHERE ori = $1 AND asking_stopped_at IS NULL`,
    [ori, why],
  );
}

/** Ends the stop. Resolves to why there was one; null: there was none. */
export async function endStop(trx: Queryable, ori: string): Promise<string | null> {
  const row = await findRow<{ was: string | null }>(
    trx,
    `UPDATE network_peer p SET asking_stopped_at = NULL, asking_stopped_reason = NULL
     FROM (SELECT ori, asking_stopped_reason FROM network_peer WHERE ori = $1 FOR UPDATE) AS before
     WHERE p.ori = before.ori AND p.asking_stopped_at IS NOT NULL RETURNING before.asking_stopped_reason AS was`,
    [ori],
  );
  return row?.was ?? null;
}
