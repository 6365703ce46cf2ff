/** `GET /.well-known/jwks.json`: the keys that verify the gateway's envelopes. */
import { type Route, route } from '../../../http/routes/route.ts';
import { anyObject, list, object } from '../../../http/schemas/shapes.ts';
import { type EnvelopeKeys, JWKS_MAX_AGE } from './envelope-keys.ts';

interface JwksDeps {
  readonly envelopeKeys: Pick<EnvelopeKeys, 'publicJwks'>;
  /** The clock, ms. */
  readonly now: () => number;
}

const TYPE = 'application/jwk-set+json';

export const JWKS_ROUTES: readonly Route<JwksDeps>[] = [
  route(
    {
      method: 'get',
      path: '/.well-known/jwks.json',
      id: 'readEnvelopeKeys',
      summary: 'Keys that verify envelopes (RFC 7517).',
      answers: {
        200: {
          what: 'A key set.',
          content: { [TYPE]: { $id: 'KeySet', ...object({ keys: list(anyObject) }) } },
        },
      },
    },
    (_request, response, { envelopeKeys, now }: JwksDeps) => {
      response
        .set('Cache-Control', `public, max-age=${JWKS_MAX_AGE}`)
        .type(TYPE)
        .send(JSON.stringify(envelopeKeys.publicJwks(now())));
    },
  ),
];
