/**
 * The first decision, from what the node knows. What it refuses never touches the reads, nor does a query of an officer
 * who is not known to be permitted, until the decision under the locks.
 */
import { decide } from '../../sharing-rules/decide.ts';
import { findingsFor } from '../../sharing-rules/narrative/contradiction.ts';
import type { Limits } from '../../sharing-rules/terms/decision.ts';
import type { LimitedSource } from '../../sharing-rules/terms/reads-sources.ts';
import { factsFor, type Registry } from '../../sharing-rules/terms/registry.ts';
import { officersBehind } from '../../sharing-rules/terms/who-asks.ts';
import { dataClassOf, type PendingReads } from '../release/facts/pending-query.ts';
import type { PermittedOfficers } from './permitted-officers.ts';
import type { SpentQuotas } from './spent-quotas.ts';

export interface FirstDecision {
  readonly registry: { readonly snapshot: Registry };
  readonly limits: Limits;
  /** The source, as in `JudgeDeps`. */
  readonly readsSource?: LimitedSource;
  /** Ms since the epoch. */
  readonly now: () => number;
  readonly spentQuotas: SpentQuotas;
  readonly permittedOfficers: PermittedOfficers;
}

/** True if reads may be looked up before the decision under the locks; else only once that permits. */
export function mayLookUp(pending: PendingReads, deps: FirstDecision): boolean {
  return deps.permittedOfficers.knows(pending, deps.now()) && mayBePermitted(pending, deps);
}

/**
 * Decides first, to spare the reads a hopeless query. It may be stale in both directions, knows no officers,
 * and only which quotas are used up: the decision under the lock is the one that counts.
 */
export function mayBePermitted(
  pending: PendingReads,
  deps: Omit<FirstDecision, 'permittedOfficers'>,
): boolean {
  const { subject, query, continues, pickUp, peerOrigin = null } = pending;
  const { snapshot } = deps.registry;
  if (deps.spentQuotas.knows(pending, deps.now())) return false;
  const facts = factsFor(snapshot, subject.ori);
  const { effect } = decide({
    now: deps.now(),
    owner: snapshot.owner,
    halted: snapshot.halted,
    dataClass: dataClassOf(pending),
    subject,
    ...facts,
    officer: 'active',
    ...(officersBehind(subject, query).length > 1 ? { named: { standing: 'active', recordsToday: 0 } } : {}),
    query,
    ...(deps.readsSource === undefined ? {} : { readsSource: deps.readsSource }),
    ...(query.asker === undefined ? {} : { peerOrigin }),
    findings: findingsFor(pending, query.purpose.code, facts.agency?.class),
    judicialProcessVerified: pickUp?.judicialProcessVerified ?? false,
    usage: { agencyRecordsToday: 0, officerRecordsToday: 0, releasing: 0 },
    limits: deps.limits,
    approval: pickUp?.approval ?? null,
    continues,
  });
  return effect === 'permit';
}
