/** A page with a release in it is written as the API's answer is: looked at in the tick of every write, and cut. */
import type { Response } from 'express';
import type { VNode } from 'preact';
import type { ResponseInFlight } from '../../release/lease/in-flight.ts';
import { preparePage, renderPage } from '../layout/send-page.ts';

/**
 * @param epoch of the release
 * @param passage of its agency, entered before the API was asked; null: the page did not say that it `releases`
 * @throws GatewayError `unavailable` where it may not be sent any more: nothing of it was
 */
export async function sendRelease(
  response: Response,
  page: VNode,
  epoch: number,
  inFlightResponse: ResponseInFlight | null,
): Promise<void> {
  if (inFlightResponse === null) throw new Error('a page shows a release, and does not say that it releases');
  const body = Buffer.from(renderPage(page));
  preparePage(response).set('Content-Length', String(body.length));
  await inFlightResponse.send(response, epoch, body);
}
