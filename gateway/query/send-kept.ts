/** Sends what a request with an `Idempotency-Key` is answered, the first time and again. */
import type { Request, Response } from 'express';
import type { ResponseInFlight } from '../release/lease/in-flight.ts';
import { refusalFor } from './answer.ts';
import type { KeptAnswer, KeptRelease } from './kept-answer.ts';
import type { SealedAnswer } from './seal-release.ts';

/** Tells that nothing was released, counted or logged by this request. */
const REPLAYED = { 'Idempotency-Replayed': 'true' } as const;

export interface SendKeptDeps {
  readonly envelop: (text: string, agencyId: number, request: Request) => Promise<SealedAnswer>;
}

/**
 * @param replayed it was given before
 * @param passage of the agency, entered before the answer was judged, so that a revoke finds it
 * @throws GatewayError `unavailable` where it may not be sent any more
 */
export async function sendKeptRelease(
  { epoch, text }: KeptRelease,
  replayed: boolean,
  { agencyId, inFlightResponse }: { readonly agencyId: number; readonly inFlightResponse: ResponseInFlight },
  response: Response,
  { envelop }: SendKeptDeps,
): Promise<void> {
  const { body, headers } = await envelop(text, agencyId, response.req);
  response.status(200).set({ ...headers, ...(replayed ? REPLAYED : {}) });
  try {
    await inFlightResponse.send(response, epoch, body);
  } catch (error) {
    if (!response.headersSent) response.removeHeader('Idempotency-Replayed');
    throw error;
  }
}

/** @throws GatewayError the refusal, where it was refused */
export function sendKept(
  answer: Exclude<KeptAnswer, KeptRelease>,
  replayed: boolean,
  response: Response,
): void {
  const replay = replayed ? REPLAYED : {};
  if (answer.kind === 'denied') throw refusalFor(answer.reasons, answer.receipt, replay);
  response.set(replay);
  if (answer.kind === 'held') sendHeld(response, answer.queryId, answer.body);
  else response.set('Cache-Control', 'no-store').json(answer.body);
}

/** Seconds: a person reads it, who is called where a life is in danger. */
export const HELD_RETRY = { 'Retry-After': '60' } as const;

/** A 202 that says where to ask again, and when. */
export function sendHeld(response: Response, queryId: string, body: object): void {
  response
    .status(202)
    .set({ Location: `/v1/queries/${queryId}`, 'Cache-Control': 'no-store', ...HELD_RETRY })
    .json(body);
}
