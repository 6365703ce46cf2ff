/** Opens the witnesses of a node; or none, if it has no policy. */
import type { Registry } from 'prom-client';
import type { CheckpointSigner } from '../audit/checkpoint-signer.ts';
import { findCosignature } from '../audit/cosignature.ts';
import type { FollowedLog } from '../audit/follow/followed-log.ts';
import type { PublishedHead } from '../audit/follow/published-head.ts';
import type { StoredCheckpoint } from '../audit/log-store.ts';
import { checkpointText, parseSignatureLine } from '../audit/signed-note.ts';
import { createTileReader } from '../audit/tiles.ts';
import type { Queryable } from '../database/queryable.ts';
import { systemClock } from '../faults/age.ts';
import { repeat } from '../faults/repeat.ts';
import { findCosignatures, forgetOldCosignatures, insertCosignature } from './cosignatures-store.ts';
import { Cosigning, type KnownCosignatures } from './cosigning.ts';
import { type CosigningLog, tellOfWitnesses } from './cosigning-metrics.ts';
import { canBeReached, type Policy } from './policy.ts';
import type { WitnessLag } from './witness-lag.ts';
import { findRemovedWitnesses } from './witness-removals-store.ts';

/** Milliseconds of lag, beside two beats, after which a node reports it, if releases do not wait for it. */
const AMISS_AFTER = 60_000;

/** Milliseconds between two looks for witnesses that were removed. */
const LOOK_EVERY = 2_000;

const UNREACHABLE =
  'no quorum can be reached without the witnesses that were taken out, so that nothing is released where ' +
  'LOG_WITNESS_MAX_LAG_S is above 0; next: name other witnesses in the file of LOG_WITNESSES, and start the nodes again';

export interface CosigningDeps {
  /** Null: there are no witnesses. */
  readonly policy: Policy | null;
  /** Milliseconds; 0: releases do not depend on the witnesses. */
  readonly mostLag: number;
  readonly db: Queryable;
  readonly signer: CheckpointSigner;
  readonly followed: FollowedLog;
  readonly published: PublishedHead;
  readonly witness: { readonly highest: { readonly size: number } | null };
  readonly lag: WitnessLag;
  readonly registry: Registry;
  readonly log: CosigningLog;
}

/** The parts that others need. */
export interface OpenedCosigning extends Pick<Cosigning, 'linesOf' | 'newest' | 'quorumFrom' | 'close'> {
  /** Null: there are no witnesses. */
  readonly policy: Policy | null;
  /** The names of the keys of the policy's witnesses, except those that were removed. */
  readonly witnesses: readonly string[];
  /** Looks for removed witnesses now, without waiting for the next look. */
  leaveOutRemoved(): Promise<void>;
  /** Tells readiness. @throws Error if cosignatures are missing, or a witness has seen another log */
  check(): Promise<void>;
}

/** The cosigning of a node that has no witnesses. */
export const NOBODY: OpenedCosigning = {
  newest: null,
  policy: null,
  witnesses: [],
  leaveOutRemoved: async () => undefined,
  linesOf: () => '',
  quorumFrom: async () => null,
  check: async () => undefined,
  close: async () => undefined,
};

export async function openCosigning(deps: CosigningDeps): Promise<OpenedCosigning> {
  const { db, followed, lag, log, mostLag, policy, published, registry, signer, witness } = deps;
  if (policy === null) return NOBODY;
  const told = tellOfWitnesses(registry, log, {
    lag: () => lag.now,
    cosignedSize: () => cosigning.newest?.size ?? 0,
  });
  const leaveOutRemoved = async () => {
    const removed = await findRemovedWitnesses(db);
    for (const { name, vkey } of policy.witnesses) {
      if (!removed.has(vkey) || cosigning.removed.has(name)) continue;
      cosigning.removed.add(name);
      log.warn({ witness: name }, 'two persons took a witness out: it is neither asked nor needed any more');
      if (!canBeReached(policy, cosigning.removed)) log.error({}, UNREACHABLE);
    }
  };
  let storing: Promise<unknown> = Promise.resolve();
  const cosigning: Cosigning = new Cosigning({
    newest: () => followed.head(),
    ...{ policy, published, lag, tiles: createTileReader(db), signer, clock: systemClock },
    sizeSeen: () => witness.highest?.size ?? null,
    known: await findKnown(db, policy, signer.origin, await published.head()),
    onTrouble: told.onTrouble,
    onAlarm: told.onAlarm,
    onCosigned: (who, { root, size }, line) => {
      told.onCosigned(who);
      const row = { size, root, witness: who.vkey, line };
      const stored = insertCosignature(db, row)
        .then(() => forgetOldCosignatures(db, who.vkey))
        .catch((error) => log.warn({ code: error.code }, 'a cosignature could not be kept; the next one is'));
      storing = Promise.all([storing, stored]);
    },
  });
  await leaveOutRemoved();
  const looking = repeat(LOOK_EVERY, () =>
    leaveOutRemoved().catch(({ code }) =>
      log.warn({ code }, 'the witnesses that were taken out could not be read'),
    ),
  );
  return {
    get newest() {
      return cosigning.newest;
    },
    get witnesses() {
      return policy.witnesses.filter(({ name }) => !cosigning.removed.has(name)).map(({ key }) => key.name);
    },
    policy,
    leaveOutRemoved,
    linesOf: (head) => cosigning.linesOf(head),
    quorumFrom: (size) => cosigning.quorumFrom(size),
    close: async () => {
      await looking.stop();
      await cosigning.close();
      await storing;
    },
    check: async () => {
      if (told.isAlarmed(cosigning.removed)) throw new Error('a witness has seen another log');
      const most = mostLag > 0 ? mostLag : AMISS_AFTER + 2_000 * published.everyS;
      if (lag.now > most) throw new Error('cosignatures are missing');
    },
  };
}

/** Finds known cosignatures, and accepts only those that verify on a head that this node accepts. */
async function findKnown(
  db: Queryable,
  { witnesses }: Policy,
  origin: string,
  head: StoredCheckpoint | null,
): Promise<KnownCosignatures> {
  const rows = await findCosignatures(
    db,
    witnesses.map(({ vkey }) => vkey),
  );
  const sizes = new Map<string, number>();
  for (const { size, witness } of rows) sizes.set(witness, Math.max(size, sizes.get(witness) ?? 0));
  const ofHead = rows.flatMap(({ line, root, size, witness: vkey }) => {
    const witness = witnesses.find((one) => one.vkey === vkey);
    if (head === null || witness === undefined || size !== head.size || !root.equals(head.root)) return [];
    try {
      const lines = [parseSignatureLine(line.replace(/\n$/, ''))];
      return findCosignature(checkpointText(origin, size, root), lines, witness.key) === null
        ? []
        : [{ head, witness, line }];
    } catch {
      return [];
    }
  });
  return { ofHead, sizes };
}
