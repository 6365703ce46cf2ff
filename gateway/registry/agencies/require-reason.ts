/** Requires a reason for a change of an agency that takes a right away, as a revoke does. */
import { withdrawalOf } from '../../../sharing-rules/administer.ts';
import type { Agency } from '../../../sharing-rules/terms/agency.ts';
import type { Client } from '../../cli/client/connect.ts';
import { giveWords } from '../../cli/reason-option.ts';

export const EXAMPLE_REASON = 'confirmed by telephone';

/**
 * Checks a change that has no reason: first looks at how the agency stands.
 * @param path of the agency
 * @param facts as `factsOf` makes them
 * @throws Error with what to type if the change takes a right away; GatewayProblem if the look-up fails
 */
export async function requireReason(
  client: Client,
  path: string,
  facts: Readonly<Record<string, unknown>>,
): Promise<void> {
  if (facts.reason !== undefined) return;
  // Neither of these two is changed at the command line.
  const same = { agreement: null, certification: null };
  const before = { ...(await client.call<Agency>('GET', path)), ...same };
  const given = Object.entries(facts).filter(([, fact]) => fact !== undefined);
  const lowered = withdrawalOf(before, { ...before, ...Object.fromEntries(given) });
  if (lowered.length === 0) return;
  throw new Error(
    `this takes access away (${lowered.join(', ')}), which the log keeps with its reason\n` +
      giveWords('--reason', EXAMPLE_REASON),
  );
}
