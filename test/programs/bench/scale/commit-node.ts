/**
 * One node of the commit measurement, in a process of its own: keeps releases waiting, and counts what commits. It says
 * `begun` when it is warm, then its count, and ends with its channel.
 */
import { createCheckpointSigner } from '../../../../gateway/audit/checkpoint-signer.ts';
import { createPlateKeys } from '../../../../gateway/audit/plate-hmac.ts';
import { CommitQueue } from '../../../../gateway/release/commit/commit-queue.ts';
import type { CommitDeps } from '../../../../gateway/release/commit/commit-releases.ts';
import { createHistoryCoder } from '../../../../gateway/release/facts/history-codes.ts';
import { HeadWitness } from '../../../../gateway/release/lease/head-witness.ts';
import { PARTNER, pendingQuery, stolenVehicleQuery } from '../../../setup/database/sharing-fixture.ts';
import { storedPlate } from './fill-store.ts';

export interface CommitOrder {
  readonly url: string;
  readonly deps: Pick<CommitDeps, 'owner' | 'limits' | 'refusalsPerDay' | 'rulesRevision'>;
  readonly logOrigin: string;
  readonly logKey: string;
  readonly plateSearch: string;
  readonly agencyId: number;
  readonly officers: readonly string[];
  readonly milliseconds: number;
}

export interface CommitCount {
  readonly releases: number;
  readonly batches: number;
  /** Ms. */
  readonly latencies: readonly number[];
  /** Seconds of this process. */
  readonly cpu: number;
}

/** Twice the largest batch: while one is committed the next one fills. */
const WAITING = 64;
const WARM_UP = 1_000;

process.once('message', async (order: CommitOrder) => {
  const plateKeys = createPlateKeys(Buffer.from(order.plateSearch, 'base64'));
  const deps: CommitDeps = {
    ...order.deps,
    plateKeys,
    codeHistory: createHistoryCoder(plateKeys('history')),
    signer: createCheckpointSigner(order.logOrigin, order.logKey),
    witness: new HeadWitness(),
  };
  let batches = 0;
  const onBatch = () => {
    batches += 1;
  };
  const queue = new CommitQueue({ url: order.url, connections: 1, onBatch }, deps);
  const latencies: number[] = [];
  let number = 0;
  const keepOn = async (until: number) => {
    while (performance.now() < until) {
      number += 1;
      const id = order.officers[number % order.officers.length] as string;
      const query = stolenVehicleQuery({
        plate: { number: storedPlate(Math.floor(Math.random() * 9_999_999)), match: 'exact' },
        onBehalfOf: { id, name: 'Officer', ori: PARTNER },
      });
      const began = performance.now();
      const { kind } = await queue.commit(pendingQuery(order.agencyId, { query }, 0));
      if (kind !== 'released') throw new Error(`a query that must be released was \`${kind}\``);
      latencies.push(performance.now() - began);
    }
  };
  const all = (until: number) => Promise.all(Array.from({ length: WAITING }, () => keepOn(until)));
  await all(performance.now() + WARM_UP);
  latencies.length = 0;
  batches = 0;
  process.send?.('begun');
  const before = process.cpuUsage();
  await all(performance.now() + order.milliseconds);
  const { system, user } = process.cpuUsage(before);
  const count: CommitCount = { releases: latencies.length, batches, latencies, cpu: (system + user) / 1e6 };
  process.send?.(count);
  // Not before it is told: what the connections cost PostgreSQL is read as long as they are there.
  process.once('disconnect', () => void queue.close());
});
