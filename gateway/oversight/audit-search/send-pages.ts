/** Sends what an auditor reads page by page, cut by the marks that end the right to read it. */
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
 * What is read slowly outlives the right to it: so it is tracked as a release is, and cut by the same marks.
 * @param begin called once the right to read is known: sets the headers, and gives the pages
 */
export async function sendPages(
  response: Response,
  { auditPool: pool, inFlight, reading }: SendDeps,
  administrator: Administrator,
  begin: () => AsyncIterable<string>,
): Promise<void> {
  const passage = inFlight.enter(administrator.agencyId);
  try {
    const epoch = await reading(administrator.personId, () => epochOf(pool, administrator));
    await writePages(response, begin(), (cut) => passage.mayWrite(epoch, cut));
  } finally {
    passage.leave();
  }
}

/**
 * The epoch under which somebody of the owner's reads. Every mark that comes after it lies above it; one that came
 * between sign-in and now has changed the registrations.
 */
async function epochOf(pool: pg.Pool, { agencyId, identities }: Administrator): Promise<number> {
  const { agencies, haltEpoch } = await readFacts(pool, [agencyId]);
  const known = agencies.get(agencyId);
  if (known === undefined || known.identities !== identities) throw identityChanged();
  return Math.max(known.agency.epoch, haltEpoch);
}
