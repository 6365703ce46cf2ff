/** The form of a refused case, and short ways to write one. */

import type { Members } from '../../setup/mint.ts';
import type { BentRequest, Kit } from './bent/bent-request.ts';

export interface RefusedCase extends BentRequest {
  readonly name: string;
  /** Error of the challenge; null: none, because there were no credentials. */
  readonly error: string | null;
  readonly says: RegExp;
  readonly status?: number;
}

export const FORM = /not a signed RFC 9068 token/;
/** The one sentence for everything that would tell who is registered. */
export const SAME = /^the access token is not accepted here$/;

export const token = (name: string, bend: BentRequest['token'], says: RegExp): RefusedCase => ({
  name,
  token: bend ?? {},
  error: 'invalid_token',
  says,
});
export const header = (name: string, members: Members) => token(name, { header: members }, FORM);
export const claims = (name: string, members: Members, says: RegExp) =>
  token(name, { claims: members }, says);
export const text = (name: string, bend: (text: string, kit: Kit) => string, says = FORM) =>
  token(name, { text: bend }, says);
export const sent = (
  name: string,
  send: RefusedCase['send'],
  error: string | null,
  says: RegExp,
): RefusedCase => ({
  name,
  ...(send === undefined ? {} : { send }),
  error,
  says,
});
