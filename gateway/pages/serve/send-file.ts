/** A file that a page gives: saved by the browser, never shown. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as WebStream } from 'node:stream/web';
import type { Response as HttpResponse } from 'express';
import { PAGE_HEADERS } from '../layout/page-headers.ts';

export interface GivenFile {
  readonly name: string;
  readonly type: string;
  readonly body: Buffer | string | ReadableStream<Uint8Array>;
}

/** Sends a file. The gateway cuts what it streams at the source; what was sent by then has no end. */
export async function sendFile(response: HttpResponse, file: GivenFile): Promise<void> {
  prepareFile(response, file);
  const { body } = file;
  if (typeof body === 'string' || Buffer.isBuffer(body)) {
    response.send(body);
    return;
  }
  await pipeline(Readable.fromWeb(body as WebStream<Uint8Array>), response).catch(() => response.destroy());
}

export function prepareFile(response: HttpResponse, { name, type }: Omit<GivenFile, 'body'>): HttpResponse {
  return response
    .attachment(name)
    .type(type)
    .set({ ...PAGE_HEADERS, 'Cache-Control': 'no-store' });
}
