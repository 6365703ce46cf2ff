/** Describes this gateway as a party of agreements, and signs their notes with its log's key. */
import type { CheckpointSigner } from '../../audit/checkpoint-signer.ts';
import { GatewayError } from '../../faults/errors.ts';
import type { Registrations } from '../../identity/registrations-store.ts';
import { type Agreement, checkDocument, type Sides, sidesOf } from './agreement-document.ts';

export interface OwnParty {
  readonly owner: string;
  /** The audience of tokens, and the address. */
  readonly resource: string;
  readonly registrations: Pick<Registrations, 'ownIssuers'>;
  readonly signer: Pick<CheckpointSigner, 'signText' | 'vkeys'>;
}

/**
 * Checks the whole document, and that it says of us what is so.
 * @throws GatewayError `malformed` that names the member, and says what to write
 */
export function checkAgreement(agreement: Agreement, self: OwnParty): Sides {
  checkDocument(agreement);
  const sides = sidesOf(agreement, self.owner);
  const path = `parties.${agreement.parties.indexOf(sides.own)}`;
  const { issuer, logKey, resource } = sides.own;
  const issuers = self.registrations.ownIssuers();
  const right: readonly [member: string, given: string, ours: readonly string[]][] = [
    ['resource', resource, [self.resource]],
    ['issuer', issuer, issuers],
    ['logKey', logKey, self.signer.vkeys],
  ];
  for (const [member, given, ours] of right) {
    if (ours.includes(given)) continue;
    throw new GatewayError('malformed', `\`${path}.${member}\` is not ours: write ${ours.join(' or ')}`);
  }
  return sides;
}
