/** Sends one answer of the simulated vendor, or what its misbehaviour makes of it. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Response } from 'express';
import type { Fault } from './misbehaviour.ts';
import type { SimulatedVendor } from './simulated-vendor.ts';

export async function answer(
  vendor: SimulatedVendor,
  faults: ReadonlySet<Fault>,
  res: Response,
  status: number,
  body: unknown,
): Promise<void> {
  if (faults.has('silent')) return;
  if (vendor.delayMs > 0) await sleep(vendor.delayMs);
  if (faults.has('slow')) await sleep(vendor.slowMs);
  if (res.destroyed) return;
  if (faults.has('rate_limited')) {
    res
      .set('Retry-After', String(vendor.retryAfter))
      .status(429)
      .json({ error: 'The maximum number of requests per second has been exceeded.' });
    return;
  }
  if (faults.has('server_error')) {
    res.status(500).json({ error: 'Internal Server Error' });
    return;
  }
  const failed = { error: 'The search index is being rebuilt.', results: [], totalItems: 0 };
  if (faults.has('error_body') || faults.has('problem_json')) {
    const type = faults.has('problem_json') ? 'application/problem+json' : 'application/json';
    res.status(status).type(type).send(JSON.stringify(failed));
    return;
  }
  // A success that does not answer in full looks like one that does.
  if (faults.has('accepted') || faults.has('partial_content')) {
    res.status(faults.has('accepted') ? 202 : 206).json({ results: [], totalItems: 0 });
    return;
  }
  const text = body === undefined ? '' : JSON.stringify(body);
  if (faults.has('broken_off')) {
    res
      .status(status)
      .set('Content-Type', 'application/json')
      .set('Content-Length', String(Buffer.byteLength(text)));
    res.write(text.slice(0, Math.floor(text.length / 2)), () => res.socket?.destroy());
    return;
  }
  if (faults.has('wrong_content_type')) {
    res.status(status).type('text/html').send(text);
    return;
  }
  if (body === undefined) res.status(status).end();
  else
    res
      .status(status)
      .type('application/json')
      .send(faults.has('malformed_json') ? text.slice(0, -1) : text);
}
