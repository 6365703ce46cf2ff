/** Reads the grants in force, which the registry's answer for an agency does not tell. */
import type { Client } from '../../cli/client/connect.ts';
import { readPages, searchOf } from '../../cli/client/read-pages.ts';
import { nextCommand } from '../../cli/next-command.ts';

export interface GrantInForce {
  readonly id: string;
  /** ORI by which the registry lists the agency. */
  readonly partner: string;
  readonly validUntil: string;
}

/** @param partner any ORI; without one, the grants of all agencies */
export async function findGrantsInForce(client: Client, partner?: string): Promise<readonly GrantInForce[]> {
  const path = `/v1/grants${searchOf({ partner, status: 'active', limit: '200' })}`;
  return readPages<GrantInForce>(client, path, 'grants');
}

/**
 * Says, after one grant has ended, that its agency still gets reads under another. Returns null if it does
 * not, or if that cannot be told.
 */
export async function goesOn(client: Client, ended: string, as?: string): Promise<string | null> {
  const { partner } = await client.call<GrantInForce>('GET', `/v1/grants/${encodeURIComponent(ended)}`);
  const [other] = await findGrantsInForce(client, partner);
  if (other === undefined) return null;
  return (
    `another grant to ${partner} is in force, \`${other.id}\`: sharing goes on\n` +
    `to end it: ${nextCommand(`revoke ${partner} --reason "…"`, as)}`
  );
}
