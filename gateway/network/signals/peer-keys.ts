/** Fetches the keys by which another gateway signs its signals, from the address that the agreement names. */

import type { Queryable } from '../../database/queryable.ts';
import { ageOf, type Moment, momentOn, systemClock } from '../../faults/age.ts';
import { GatewayError } from '../../faults/errors.ts';
import { JWKS_MAX_AGE } from '../../identity/jose/envelope-keys/envelope-keys.ts';
import type { ConnectDeps } from '../../jobs/connect-gateway.ts';
import { guardedFetch } from '../../jobs/guarded-fetch.ts';
import { readPeer } from '../agreements/peers-store.ts';
import type { TakeSignalDeps } from './take-signal.ts';

interface Known {
  readonly resource: string;
  readonly keys: unknown;
  readonly at: Moment;
}

const BOUNDS = { patience: 3_000, longest: 5_000, largest: 64 * 1024 };
/** Milliseconds between two looks for a key that is not there: nobody makes us fetch at their pace. */
const LOOK_AGAIN = 30_000;

export function openPeerKeys(
  pool: Queryable,
  { ca, outbound: policy }: ConnectDeps,
): TakeSignalDeps['keysOf'] {
  const fetch = guardedFetch({ ...BOUNDS, policy, ...(ca === undefined ? {} : { ca }) });
  const known = new Map<string, Known>();
  return async (ori, kid) => {
    const peer = await readPeer(pool, ori);
    if (peer === null) throw new GatewayError('forbidden', 'no agreement with your agency is in force');
    const { resource } = peer;
    const kept = known.get(ori);
    if (kept !== undefined && kept.resource === resource) {
      const age = ageOf(kept.at, systemClock);
      if (age < (hasKey(kept.keys, kid) ? JWKS_MAX_AGE * 1_000 : LOOK_AGAIN)) return kept;
    }
    const answer = await fetch(`${resource.replace(/\/$/, '')}/.well-known/jwks.json`, {});
    if (!answer.ok)
      throw new GatewayError('unavailable', 'your keys cannot be fetched: serve /.well-known/jwks.json');
    const found = {
      resource,
      keys: (await answer.json().catch(() => null)) as unknown,
      at: momentOn(systemClock),
    };
    known.set(ori, found);
    return found;
  };
}

function hasKey(set: unknown, kid: string | undefined): boolean {
  const { keys } = (set ?? {}) as { readonly keys?: unknown };
  return Array.isArray(keys) && keys.some((key) => key?.kid === kid);
}
