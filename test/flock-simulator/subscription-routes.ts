/** Alert subscriptions: where the vendor sends what a hot list found, and with which credential. */
import { randomUUID } from 'node:crypto';
import { type Request, type Response, Router } from 'express';
import { answer } from './answer.ts';
import { asker } from './asker.ts';
import type { SimulatedVendor, Subscription } from './simulated-vendor.ts';

const PATH = '/integrations/lpr/alerts/subscriptions';
const SCOPE = 'custom-hotlists:read';
const SECRETS = new Set(['key', 'password', 'clientSecret']);
type Sent = [number, unknown];

export function subscriptionRoutes(vendor: SimulatedVendor): Router {
  const routes = Router();
  const on = (verb: 'get' | 'post' | 'put' | 'delete', path: string, act: (req: Request) => Sent) =>
    routes[verb](path, async (req: Request, res: Response) => {
      const faults = vendor.misbehaviours.take('subscriptions', undefined);
      const who = asker(vendor, faults, req, SCOPE);
      await answer(vendor, faults, res, ...('refused' in who ? who.refused : act(req)));
    });
  const known = (id: unknown): Subscription | undefined => vendor.subscriptions.get(String(id));
  on('get', PATH, () => [200, [...vendor.subscriptions.values()].map(redacted)]);
  on('post', PATH, (req) => {
    const given = whole(req.body);
    if (given === undefined)
      return [400, { error: 'missing required field or credentials failed to validate' }];
    return [201, redacted(save(vendor, { ...given, id: randomUUID() }))];
  });
  on('put', PATH, (req) => {
    const held = known((req.body as { id?: unknown } | undefined)?.id);
    const given = whole(req.body);
    if (held === undefined) return [404, { error: 'Subscription Not Found' }];
    if (given === undefined)
      return [400, { error: 'missing required field or credentials failed to validate' }];
    return [200, redacted(save(vendor, { ...given, id: held.id }))];
  });
  on('get', `${PATH}/:id`, (req) => {
    const held = known(req.params.id);
    return held === undefined ? [404, { error: 'Subscription Not Found' }] : [200, redacted(held)];
  });
  on('delete', `${PATH}/:id`, (req) =>
    vendor.subscriptions.delete(String(req.params.id))
      ? [204, undefined]
      : [404, { error: 'Subscription Not Found' }],
  );
  return routes;
}

function save(vendor: SimulatedVendor, subscription: Subscription): Subscription {
  vendor.subscriptions.set(subscription.id, subscription);
  return subscription;
}

function whole(body: unknown): Omit<Subscription, 'id'> | undefined {
  const given = (body ?? {}) as Partial<Subscription>;
  const { callbackUrl, contentType, credentials } = given;
  if (typeof callbackUrl !== 'string' || contentType !== 'application/json') return undefined;
  const scheme = credentials?.scheme;
  const credible =
    scheme === 'none' ||
    (scheme === 'apiKey' && credentials?.apiKey !== undefined) ||
    (scheme === 'basic' && credentials?.basic !== undefined);
  if (!credible || credentials === undefined) return undefined;
  return { enabled: true, ...given, callbackUrl, contentType, credentials };
}

/** The API never gives a secret back. */
function redacted(subscription: Subscription): unknown {
  const text = JSON.stringify(subscription, (key, value) => (SECRETS.has(key) ? 'REDACTED' : value));
  return JSON.parse(text);
}
