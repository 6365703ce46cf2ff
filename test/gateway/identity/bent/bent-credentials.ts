/** Credentials that are missing, doubled or in another form: one line each. */
import { type RefusedCase, sent } from '../refused-case.ts';

export const CREDENTIALS: readonly RefusedCase[] = [
  sent('no credentials at all', () => [], null, /send an access token/),
  sent('a proof without a token', (_, proof) => [['DPoP', proof]], null, /send an access token/),
  {
    ...sent('a token in the query string', (_, proof) => [['DPoP', proof]], null, /send an access token/),
    path: '/v1/queries?access_token=x',
  },
  sent(
    'another scheme',
    (t, p) => [
      ['Authorization', `Basic ${t}`],
      ['DPoP', p],
    ],
    'invalid_request',
    /must be: DPoP/,
  ),
  sent(
    'a scheme without a token',
    (_, p) => [
      ['Authorization', 'DPoP'],
      ['DPoP', p],
    ],
    'invalid_request',
    /must be: DPoP/,
  ),
  sent(
    'two tokens in one header',
    (t, p) => [
      ['Authorization', `DPoP ${t} ${t}`],
      ['DPoP', p],
    ],
    'invalid_request',
    /must be: DPoP/,
  ),
  sent(
    'two equal Authorization headers',
    (t, p) => [
      ['Authorization', `DPoP ${t}`],
      ['Authorization', `DPoP ${t}`],
      ['DPoP', p],
    ],
    'invalid_request',
    /two Authorization headers/,
  ),
  sent(
    'a second Authorization header of another scheme and spelling',
    (t, p) => [
      ['Authorization', `DPoP ${t}`],
      ['AUTHORIZATION', 'Bearer x'],
      ['DPoP', p],
    ],
    'invalid_request',
    /two Authorization headers/,
  ),
  sent(
    'a key-bound token as a plain one',
    (t) => [['Authorization', `Bearer ${t}`]],
    'invalid_token',
    /use the scheme DPoP/,
  ),
  sent(
    'a key-bound token as a plain one, beside its proof',
    (t, p) => [
      ['Authorization', `Bearer ${t}`],
      ['DPoP', p],
    ],
    'invalid_token',
    /use the scheme DPoP/,
  ),
];
