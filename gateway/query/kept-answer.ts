/**
 * Keeps an answer, so that a repeated `Idempotency-Key` gets it again.
 *
 * It is kept as it was given: if looked up again, a late read would make it another answer than the one whose
 * hash is in the log. But the database learns nothing from it: it is sealed with a key made of a secret of
 * the nodes, of the client, of the `Idempotency-Key` and of the whole request. So neither the database alone,
 * nor the database with the secret, can be read by anyone who does not have the request as well; a collection
 * has no body, so there only the secret keeps its answer. It goes with its row, after a day.
 */
import { createHmac } from 'node:crypto';
import type { Request } from 'express';
import type { Decision, Reason } from '../../sharing-rules/terms/decision.ts';
import type { Receipt } from '../audit/receipt.ts';
import type { IdempotencyKey, StoredAnswer } from '../http/idempotency/idempotency-store.ts';
import type { Outcome } from '../release/commit/commit-releases.ts';
import { receiptOf } from './answer.ts';
import { openText, sealText } from './sealed-text.ts';

interface Registered {
  /** The version of its agency's registrations by which the asker was authenticated; null where nobody signed in. */
  readonly identities: number | null;
}

export interface KeptRelease extends Registered {
  readonly kind: 'released';
  /** The right under which it left: it is not given again under another. */
  readonly grantId: string | null;
  readonly epoch: number;
  /** The body, JSON. */
  readonly text: string;
  /** The cursor in it, and the key that the cursor is bound to. */
  readonly next: string | null;
  readonly keyThumbprint: string;
}

/** A refusal, by which nothing leaves, whatever has changed since. */
export interface KeptRefusal {
  readonly kind: 'denied';
  readonly reasons: readonly Reason[];
  readonly receipt: Receipt;
}

export type KeptAnswer =
  | KeptRelease
  | KeptRefusal
  | (Registered & { readonly kind: 'held'; readonly queryId: string; readonly body: object })
  | (Registered & { readonly kind: 'dry_run'; readonly effect: Decision['effect']; readonly body: object });

const STATUS: Readonly<Record<KeptAnswer['kind'], number>> = {
  released: 200,
  held: 202,
  dry_run: 200,
  denied: 403,
};

export interface Sealing {
  readonly request: Request;
  /** Its body, or what stands for it. */
  readonly body: Buffer;
  readonly claim: IdempotencyKey;
  /** 32 bytes; all nodes have the same. */
  readonly secret: Buffer;
}

export function keptRefusal({ appended, decision }: Extract<Outcome, { kind: 'denied' }>): KeptRefusal {
  return { kind: 'denied', reasons: decision.reasons, receipt: receiptOf(appended) };
}

export function sealKept(answer: KeptAnswer, sealing: Sealing): StoredAnswer {
  const body = sealText(JSON.stringify(answer), keyOf(sealing));
  return { status: STATUS[answer.kind], body, location: null };
}

/** Opens a kept answer; null where it was sealed with another secret. */
export function openKept({ body }: StoredAnswer, sealing: Sealing): KeptAnswer | null {
  const text = openText(body, keyOf(sealing));
  return text === null ? null : (JSON.parse(text) as KeptAnswer);
}

function keyOf({ body, claim: { holder, key }, request, secret }: Sealing): Buffer {
  const named = JSON.stringify([holder, key, request.method, request.originalUrl]);
  return createHmac('sha256', secret).update(`${named}\n`).update(body).digest();
}
