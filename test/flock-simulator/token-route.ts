/** `POST /oauth/token`: client credentials in a form, with an audience. */
import { type Request, type Response, Router, urlencoded } from 'express';
import { answer } from './answer.ts';
import type { SimulatedVendor } from './simulated-vendor.ts';

export function tokenRoute(vendor: SimulatedVendor): Router {
  return Router().post(
    '/oauth/token',
    urlencoded({ extended: false }),
    async (req: Request, res: Response) => {
      const [status, body] = issue(vendor, (req.body ?? {}) as Record<string, unknown>);
      await answer(vendor, vendor.misbehaviours.take('token', undefined), res, status, body);
    },
  );
}

function issue(vendor: SimulatedVendor, form: Record<string, unknown>): [number, unknown] {
  if (form.grant_type !== 'client_credentials') {
    return [
      400,
      { error: 'unsupported_grant_type', error_description: 'grant_type must be client_credentials' },
    ];
  }
  const client = vendor.clients.find(
    (one) => one.clientId === form.client_id && one.clientSecret === form.client_secret,
  );
  if (client === undefined) return [401, { error: 'invalid_client' }];
  if (vendor.audience !== null && form.audience !== vendor.audience) {
    return [403, { error: 'access_denied', error_description: 'Invalid or missing audience' }];
  }
  return [
    200,
    { access_token: vendor.issueToken(client), token_type: 'Bearer', expires_in: vendor.tokenSeconds },
  ];
}
