/** Who asks, by the bearer token, and whether its client has the scope. */
import type { Request } from 'express';
import type { Fault } from './misbehaviour.ts';
import type { SimulatedVendor, SimulatorClient } from './simulated-vendor.ts';

export type Asker = { readonly client: SimulatorClient } | { readonly refused: [number, unknown] };

/** `token_revoked` ends every token first, so that only a fresh one is taken. */
export function asker(
  vendor: SimulatedVendor,
  faults: ReadonlySet<Fault>,
  req: Request,
  scope: string,
): Asker {
  if (faults.has('token_revoked')) vendor.tokens.clear();
  const token = /^Bearer (\S+)$/.exec(req.get('authorization') ?? '')?.[1];
  const known = token === undefined ? undefined : vendor.tokens.get(token);
  if (known === undefined || known.until <= Date.now()) {
    return { refused: [401, { error: 'The provided token is either expired or invalid.' }] };
  }
  if (!known.client.scopes.includes(scope)) {
    return { refused: [403, { error: `Forbidden: the client lacks the scope ${scope}.` }] };
  }
  return { client: known.client };
}
