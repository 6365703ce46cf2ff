/** A page with a release in it is written as the API's answer is: looked at in the tick of every write, and cut. */
import type { Response } from 'express';
import type { VNode } from 'preact';
import type { ResponseInFlight } from '../../release/lease/in-flight.ts';
import { preparePage, renderPage } from '../layout/send-page.ts';
import type { Given } from './page.ts';
import { type GivenFile, prepareFile, sendFile } from './send-file.ts';

/**
 * @param shown the page, or a file
 * @param epoch of the release
 * @param passage of its agency, entered before the API was asked; null: the page did not say that it `releases`
 * @throws GatewayError `unavailable` where it may not be sent any more: nothing of it was
 */
export async function sendRelease(
  response: Response,
  shown: VNode | GivenFile,
  epoch: number,
  inFlightResponse: ResponseInFlight | null,
): Promise<void> {
  if (inFlightResponse === null) throw new Error('a page shows a release, and does not say that it releases');
  const isFile = 'body' in shown;
  if (isFile && !Buffer.isBuffer(shown.body)) throw new Error('a file with a release must be whole');
  const body = isFile ? (shown.body as Buffer) : Buffer.from(renderPage(shown));
  const prepared = isFile ? prepareFile(response, shown) : preparePage(response);
  prepared.set('Content-Length', String(body.length));
  await inFlightResponse.send(response, epoch, body).catch((error) => {
    // The page that says why nothing came is shown, not saved.
    if (!response.headersSent) response.removeHeader('Content-Disposition');
    throw error;
  });
}

/** Gives a file, with the care that a release needs where it holds one. @throws GatewayError as `sendRelease` */
export function giveFile(
  response: Response,
  { file, release }: Given,
  inFlightResponse: ResponseInFlight | null,
): Promise<void> {
  if (release === undefined) return sendFile(response, file);
  return sendRelease(response, file, release.epoch, inFlightResponse);
}
