/** Queries and revokes in rounds, with and without twenty people who read pages of the console. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '../../../../gateway/cli/client/connect.ts';
import { demoQuery } from '../../../setup/demo/demo-query.ts';
import { quantile } from '../support/quantile.ts';
import type { Visitor } from './visitor.ts';

const PEOPLE = 20;
/** Ms that somebody reads a page, in the mean. */
const READS_FOR = 8_000;
const ROUNDS = 5;
const ASKING = 8;
const REVOKES = 6;

export interface Rounds {
  /** Queries answered in a second, and the median of a revoke in ms, of each round. */
  readonly queries: readonly number[];
  readonly revokes: readonly number[];
}

interface People {
  readonly visitors: readonly Visitor[];
  readonly addresses: readonly string[];
  readonly partner: Client;
  readonly administrator: Client;
  readonly plate: string;
  /** Of an agency without a grant: nothing that is asked at the same time depends on it. */
  readonly revoked: string;
}

/** One after the other, so that what the machine does otherwise hits both alike. @param seconds of a round */
export async function measureBeside(
  people: People,
  seconds: number,
): Promise<{ readonly calm: Rounds; readonly busy: Rounds }> {
  const [calm, busy] = [emptyRounds(), emptyRounds()];
  for (let round = 0; round < ROUNDS; round++) {
    const order = round % 2 === 0 ? [calm, busy] : [busy, calm];
    for (const one of order) await measureRound(people, seconds, one, one === busy);
  }
  return { calm, busy };
}

const emptyRounds = (): { readonly queries: number[]; readonly revokes: number[] } => ({
  queries: [],
  revokes: [],
});

async function measureRound(
  { addresses, administrator, partner, plate, revoked, visitors }: People,
  seconds: number,
  into: ReturnType<typeof emptyRounds>,
  withPeople: boolean,
): Promise<void> {
  let over = false;
  const read = async (number: number) => {
    const visitor = visitors[number % visitors.length] as Visitor;
    for (let turn = number; !over; turn += 1) {
      await pause(2 * READS_FOR * Math.random());
      if (!over) await visitor.visit(addresses[turn % addresses.length] as string);
    }
  };
  const reading = withPeople ? Array.from({ length: PEOPLE }, (_, number) => read(number)) : [];
  let answered = 0;
  const until = performance.now() + 1_000 * seconds;
  const keepAsking = async () => {
    while (performance.now() < until) {
      await partner.call('POST', '/v1/queries', demoQuery(partner, plate));
      answered += 1;
    }
  };
  const times: number[] = [];
  const keepRevoking = async () => {
    for (let i = 0; i < REVOKES; i++) {
      await pause((1_000 * seconds) / (REVOKES + 1));
      const began = performance.now();
      await administrator.call('POST', `/v1/agencies/${revoked}/revoke`, { reason: 'bench' });
      times.push(performance.now() - began);
    }
  };
  await Promise.all([...Array.from({ length: ASKING }, keepAsking), keepRevoking()]);
  over = true;
  into.queries.push(answered / seconds);
  into.revokes.push(
    quantile(
      times.sort((a, b) => a - b),
      0.5,
    ),
  );
  // They finish what they read: it is not measured any more.
  await Promise.all(reading);
}
