/** Answers an ask: the parts of partners, that of our own store, and our own receipt, under the epoch of our own entry. */
import type { Response } from 'express';
import { GatewayError } from '../../faults/errors.ts';
import { bodyHeaders } from '../../http/body-headers.ts';
import { refusalFor } from '../../query/answer.ts';
import { HELD_RETRY } from '../../query/send-kept.ts';
import type { AskRowAnswer } from './ask.schema.ts';
import type { Answering, AskDeps } from './ask-deps.ts';
import { askOwn, type OwnPart } from './ask-own.ts';
import { findAskedPeers } from './asks-store.ts';
import { collectAnswers } from './collect-answers.ts';
import { waitOf } from './wait-of.ts';

export async function answerAsk(answering: Answering, deps: AskDeps): Promise<void> {
  const { ask, body, by, only, request, response, states } = answering;
  refuseAfterRevocation(answering, deps);
  const inFlightResponse = answering.inFlightResponse ?? deps.inFlight.enter(by.subject.agencyId);
  try {
    const wait = waitOf(request);
    const { owner } = deps.registry.snapshot;
    const [parts, own] = await Promise.all([
      collectAnswers({ ask, body, owner, states, wait, ...(only === undefined ? {} : { only }) }, deps),
      askOwn({ ...answering, inFlightResponse }, deps),
    ]);
    const rows = parts.map((row) => (own !== null && row.ori === own.part.ori ? own.part : row));
    const answers = only === undefined ? rows : rows.filter(({ ori }) => ori === only);
    if (answers.length === 1 && own !== null) refuseAlone(own);
    if (answers.length === 1 && own?.part.outcome === 'held') return sendHeldAsk(response, ask.id, own.part);
    const receipt = own?.part.receipt ?? (await ownReceipt(ask.id, deps));
    const text = JSON.stringify({ askId: ask.id, transaction: ask.transaction, answers, receipt });
    const bytes = Buffer.from(text);
    response.status(200).set(bodyHeaders(bytes));
    // A revocation or a halt of ours since then ends it.
    const epoch = Math.min(ask.epoch ?? Number.MAX_SAFE_INTEGER, own?.epoch ?? Number.MAX_SAFE_INTEGER);
    await inFlightResponse.send(response, epoch, bytes);
  } finally {
    inFlightResponse.leave();
  }
}

/** Refuses to collect what was asked before a halt or a revocation, since none of it may be shown. */
function refuseAfterRevocation({ ask, by }: Answering, { inFlight }: AskDeps): void {
  if (ask.epoch === null || !inFlight.isFenced(by.subject.agencyId, ask.epoch)) return;
  throw new GatewayError('conflict', 'sharing was stopped since this was asked: ask anew');
}

/** Our own store alone was asked: its refusal is that of the ask. */
function refuseAlone({ denied }: OwnPart): void {
  if (denied !== null) throw refusalFor(denied.reasons, denied.receipt);
}

/** The receipt of our first entry of the ask. */
async function ownReceipt(askId: string, { findReceipt, pool }: AskDeps) {
  const asked = (await findAskedPeers(pool, askId)).flatMap(({ askedIndex }) => askedIndex ?? []);
  return asked.length === 0 ? null : findReceipt(Math.min(...asked));
}

/** Our own policy holds it: nothing has left. */
export function sendHeldAsk(
  response: Response,
  askId: string,
  { reasons, receipt }: Pick<AskRowAnswer, 'reasons' | 'receipt'>,
): void {
  response
    .status(202)
    .set({ Location: `/v1/asks/${askId}`, 'Cache-Control': 'no-store', ...HELD_RETRY })
    .json({ askId, status: 'held', reasons, receipt });
}
