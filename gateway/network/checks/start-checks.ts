/** Checks the log of every other gateway once a day, by one node at a time. */
import { GatewayError } from '../../faults/errors.ts';
import { type Repeated, repeat } from '../../faults/repeat.ts';
import { type CheckDeps, checkPeer } from './check-peer.ts';
import { findUnchecked } from './checks-store.ts';

/** Milliseconds between two looks at what is due. */
const LOOK_EVERY = 10 * 60_000;

export function startChecks(deps: CheckDeps): Repeated {
  return repeat(LOOK_EVERY, () => checkDue(deps).catch(({ code }) => failed(deps, null, code)));
}

/** One that fails is tried again the next day: its row tells why. */
export async function checkDue(deps: CheckDeps): Promise<void> {
  for (const ori of await findUnchecked(deps.pool)) {
    try {
      for (let more = true; more; ) ({ more } = await checkPeer(ori, deps));
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      failed(deps, ori, error.code);
    }
  }
}

function failed({ log }: CheckDeps, peer: string | null, code: unknown): void {
  log.error(
    { peer, code },
    'the log of another gateway could not be checked; next: `npm run gateway -- peers test`',
  );
}
