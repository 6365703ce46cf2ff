/** Sends page by page what an auditor reads, and stops when a revocation ends the right to read it. */
import type { Response } from 'express';
import type pg from 'pg';
import { identityChanged } from '../../query/answer.ts';
import { readFacts } from '../../release/facts/facts-store.ts';
import type { InFlight } from '../../release/lease/in-flight.ts';
import { writePages } from '../../release/send/write-pages.ts';
import type { Administrator } from '../../sign-in/require-administrator.ts';
import type { PacedReading } from './paced-reading.ts';

export interface SendDeps {
  readonly auditPool: pg.Pool;
  readonly inFlight: InFlight;
  readonly reading: PacedReading;
}

/**
 * Sends the pages, tracked and cut as a release is, since a slow reader may lose the right to read.
 * @param begin sets the headers and returns the pages, once the right to read is known
 */
export async function sendPages(
  response: Response,
  { auditPool: pool, inFlight, reading }: SendDeps,
  administrator: Administrator,
  begin: () => AsyncIterable<string>,
): Promise<void> {
  const inFlightResponse = inFlight.enter(administrator.agencyId);
  try {
    const epoch = await reading(administrator.personId, () => epochOf(pool, administrator));
    await writePages(response, begin(), (cut) => inFlightResponse.mayWrite(epoch, cut));
  } finally {
    inFlightResponse.leave();
  }
}

/**
 * Returns the epoch under which a person of the owner reads. Every later revocation record has a higher
 * epoch; a change between sign-in and now has changed the registrations, so it throws.
 */
async function epochOf(pool: pg.Pool, { agencyId, identities }: Administrator): Promise<number> {
  const { agencies, haltEpoch } = await readFacts(pool, [agencyId]);
  const known = agencies.get(agencyId);
  if (known === undefined || known.identities !== identities) throw identityChanged();
  return Math.max(known.agency.epoch, haltEpoch);
}
