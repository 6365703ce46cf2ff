/** Makes of an ask's body the question as every partner gets it, and seals it for as long as an answer may still come. */
import { createHmac, randomBytes } from 'node:crypto';
import type { Subject } from '../../../sharing-rules/terms/asker.ts';
import { queryOf } from '../../query/parse-query.ts';
import type { QueryBody } from '../../query/query.schema.ts';
import { openText, sealText } from '../../query/sealed-text.ts';
import type { AskBody } from './ask.schema.ts';
import type { Question } from './ask-peer.ts';

/** Names the officer to the partner by the id that the owner's issuer gives to the person who signed in. */
export function bodyOf({ at: _, ...body }: AskBody, { ori, personId }: Subject): QueryBody {
  return personId === null ? body : { ...body, onBehalfOf: { id: personId, name: personId, ori } };
}

/** Draws the trace id by which both logs name the ask. */
export const drawTransaction = (): string => randomBytes(16).toString('hex');

/** Returns the same for every partner and every repeat. */
export function traceparentOf(transaction: string): string {
  return `00-${transaction}-${transaction.slice(0, 16)}-01`;
}

/** @throws GatewayError `malformed` as `queryOf` */
export function questionOf(
  body: QueryBody,
  ask: { readonly transaction: string },
  { now, origin, ori }: { readonly now: number; readonly origin: string; readonly ori: string },
): Question {
  const { from, limit, onBehalfOf, plate, purpose, to } = queryOf(body, now);
  const { code, caseNumber } = purpose;
  return {
    ...{ ori, origin, transaction: ask.transaction, traceparent: traceparentOf(ask.transaction) },
    body: JSON.stringify(body),
    bounds: { from, to, limit, ...(plate === undefined ? {} : { plate }) },
    purpose: { code, ...(caseNumber === undefined ? {} : { caseNumber }) },
    onBehalfOf: onBehalfOf ?? null,
  };
}

export function sealBody(body: QueryBody, askId: string, secret: Buffer): string {
  return sealText(JSON.stringify(body), keyOf(askId, secret));
}

/** Returns null of what was sealed with another secret. */
export function openBody(sealed: string, askId: string, secret: Buffer): QueryBody | null {
  const text = openText(sealed, keyOf(askId, secret));
  return text === null ? null : (JSON.parse(text) as QueryBody);
}

const keyOf = (askId: string, secret: Buffer) =>
  createHmac('sha256', secret).update(`ask\n${askId}`).digest();
