/** Defines the answer to a test of a sign-in: one tick for each thing that a sign-in needs. */

import { flag, list, object, oneOf, orNull, type TypeOf, text } from '../../http/schemas/shapes.ts';
import type { Columns } from '../../http/schemas/terms.ts';

const CHECKS = {
  discovery: 'Discovery',
  keys: 'Keys',
  authorization: 'Authorization endpoint',
  client_authentication: 'Clients’ sign-in',
  second_factor: 'Second factor',
  redirect: 'Redirect address',
} as const;
type Check = keyof typeof CHECKS;

const signInTick = object({
  check: oneOf(...(Object.keys(CHECKS) as Check[])),
  /** Null if nothing tells whether it does. */
  holds: orNull(flag),
  told: text,
});
export type SignInTick = TypeOf<typeof signInTick>;

/** `clientId` is null for a test of an issuer alone. */
export const testedSignIn = {
  $id: 'TestedSignIn',
  ...object({ issuer: text, clientId: orNull(text), ready: flag, ticks: list(signInTick) }),
};
export type TestedSignIn = TypeOf<typeof testedSignIn>;

export const TICK_COLUMNS: Columns<SignInTick> = {
  '': ({ holds }) => (holds === null ? '?' : holds ? '✓' : '✗'),
  what: ({ check }) => CHECKS[check],
  'what was found, or what to change': ({ told }) => told,
};
