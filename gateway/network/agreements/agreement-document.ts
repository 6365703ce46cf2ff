/** Reads the document of an agreement: its members beyond their schema, its id, and who of the two is who. */
import { hash } from 'node:crypto';
import { canonicalJson } from '../../audit/canonical-json.ts';
import { parseVerifierKey } from '../../audit/signed-note.ts';
import { GatewayError } from '../../faults/errors.ts';
import type { TypeOf } from '../../http/schemas/shapes.ts';
import { isSecureUrl, MUST_BE_SECURE } from '../../settings/secure-url.ts';
import type { agreementShape, partyShape } from './agreement.schema.ts';

export type Agreement = TypeOf<typeof agreementShape>;
export type Party = TypeOf<typeof partyShape>;
/** Says what one party gives the other. */
export type Terms = Agreement['gives'][string];

/** Returns `sha256:<hex>` of the canonical bytes (RFC 8785), by which everybody names the agreement. */
export const agreementId = (agreement: Agreement): string =>
  `sha256:${hash('sha256', canonicalJson(agreement), 'hex')}`;

export interface Sides {
  readonly own: Party;
  readonly other: Party;
}

/** Tells the parties apart. @throws GatewayError `malformed` if the owner is not exactly one of them */
export function sidesOf({ parties: [first, second] }: Agreement, owner: string): Sides {
  if (first.ori === owner) return { own: first, other: second };
  if (second.ori === owner) return { own: second, other: first };
  throw malformed('parties', `has no party ${owner}: write this agency as one of the two`);
}

/**
 * Checks what no schema can say.
 * @throws GatewayError `malformed` that names the member, and says what to write
 */
export function checkDocument(agreement: Agreement): void {
  const { from, gives, parties, until } = agreement;
  for (const [i, party] of parties.entries()) checkParty(`parties.${i}`, party);
  if (parties[0].ori === parties[1].ori) {
    throw malformed('parties.1.ori', 'is that of the other party: write two agencies');
  }
  for (const ori of Object.keys(gives)) {
    if (parties.some((party) => party.ori === ori)) continue;
    throw malformed(
      'gives',
      'has a member that is not the ORI of a party: write the ORI of the one that gives',
    );
  }
  if (Date.parse(until) <= Date.parse(from)) {
    throw malformed('until', 'must be later than `from`: write the end of the agreement');
  }
}

function checkParty(path: string, party: Party): void {
  for (const member of ['resource', 'issuer'] as const) {
    const url = new URL(party[member]);
    if (!isSecureUrl(url)) throw malformed(`${path}.${member}`, MUST_BE_SECURE);
    if (url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '') {
      throw malformed(`${path}.${member}`, 'may have neither query, fragment nor credentials: remove them');
    }
  }
  try {
    parseVerifierKey(party.logKey);
  } catch {
    throw malformed(
      `${path}.logKey`,
      "must be the verifier key of the party's log, as its `/.well-known/oauth-protected-resource` has it",
    );
  }
}

const malformed = (member: string, what: string) => new GatewayError('malformed', `\`${member}\` ${what}`);
