/** Routes that partners and the owner's people share: a partner's token first, else an administrator's. */
import type { Request } from 'express';
import type { Subject } from '../../../sharing-rules/terms/asker.ts';
import type { AdministrativeAction } from '../../../sharing-rules/terms/roles.ts';
import { GatewayError } from '../../faults/errors.ts';
import {
  type Administrator,
  requireAdministrator,
  type SignInDeps,
} from '../../sign-in/require-administrator.ts';

export type SignedIn =
  | { readonly kind: 'partner'; readonly subject: Subject }
  | { readonly kind: 'owner'; readonly administrator: Administrator };

/**
 * @param scope of the partner's token
 * @throws GatewayError whatever sign-in throws; `forbidden` where the role does not allow the act
 */
export async function signInEither(
  request: Request,
  deps: SignInDeps,
  action: AdministrativeAction,
  scope = 'alpr.query',
): Promise<SignedIn> {
  try {
    return { kind: 'partner', subject: await deps.signIn(request, scope) };
  } catch (error) {
    // Only the scope was missing, and the proof is not used up: it may be an administrator's token.
    if (!(error instanceof GatewayError) || error.code !== 'forbidden') throw error;
    return { kind: 'owner', administrator: await requireAdministrator(request, deps, action) };
  }
}
