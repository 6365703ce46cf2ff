/** Runs this process as a node among several: its lease, responses in flight, and news of the others. */
import type pg from 'pg';
import type { CheckpointSigner } from '../audit/checkpoint-signer.ts';
import type { StoredHead } from '../audit/log-store.ts';
import { idIn } from '../audit/signed-note.ts';
import type { Notices } from '../database/notices.ts';
import { systemClock } from '../faults/age.ts';
import { HeadWitness } from './lease/head-witness.ts';
import { InFlight } from './lease/in-flight.ts';
import type { KeptHead } from './lease/kept-head.ts';
import { Lease } from './lease/lease.ts';
import { LeaseKeeper } from './lease/lease-keeper.ts';
import { tellOfFork } from './lease/tell-of-fork.ts';
import { drainOthers } from './revoke/drain-mark.ts';

export interface NodeOptions {
  readonly url: string;
  readonly notices: Notices;
  readonly pool: pg.Pool;
  /** The head on which this node starts, as it has derived it; absent or null: it takes the first that it sees. */
  readonly derived?: StoredHead | null;
  /** The place where what is seen of the log is kept over a restart; absent: nowhere. */
  readonly kept?: KeptHead;
  /** The signer, whose keys are told with the node's lease; absent: it signs nothing. */
  readonly signer?: Pick<CheckpointSigner, 'vkeys'>;
  readonly log: {
    warn(fields: object, message: string): void;
    error(fields: object, message: string): void;
  };
}

export interface GatewayNode {
  readonly inFlight: InFlight;
  readonly witness: HeadWitness;
  /** Checks readiness. @throws Error while the node may not send anything. */
  check(): Promise<void>;
  /** Cuts what is in flight and gives the lease back: to be called after the last answer has left. */
  close(): Promise<void>;
}

/** @throws the database's error: a node that cannot take a lease does not start. */
export async function startNode({
  derived = null,
  kept,
  log,
  notices,
  pool,
  signer,
  url,
}: NodeOptions): Promise<GatewayNode> {
  const lease = new Lease(systemClock);
  const inFlight = new InFlight(lease, kept?.marks.keeper(log));
  const witness = new HeadWitness((known) => {
    void tellOfFork({ pool, log }, known);
    // If it is killed and started again, it must not take this log for the one it knows.
    void kept?.keep(witness.derived).catch(() => undefined);
  });
  if (derived !== null) witness.remember(derived);
  const logKeys = (signer?.vkeys ?? []).map(idIn);
  const keeper = await LeaseKeeper.start({ url, notices, lease, inFlight, witness, logKeys, log });
  const others = drainOthers({ pool, log });
  const keeping = kept?.follow(witness, log);
  return {
    inFlight,
    witness,
    check: async () => {
      if (!lease.holds()) throw new Error('the node holds no lease');
    },
    close: async () => {
      others.stop();
      await keeping?.stop();
      await keeper.close();
      await kept?.marks.close();
    },
  };
}
