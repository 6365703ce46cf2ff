/** Makes the document of an agreement from the terms that an administrator has filled in. */
import type { Queryable } from '../../database/queryable.ts';
import { readNow } from '../../database/read-now.ts';
import { requireAgency } from '../../registry/agencies/require-agency.ts';
import type { AgreementTerms } from './agreement.schema.ts';
import type { Agreement } from './agreement-document.ts';
import type { OwnParty } from './own-party.ts';

/** @throws GatewayError `not_found` for an agency that is not registered */
export async function composeAgreement(
  db: Queryable,
  { owner, registrations, resource, signer }: OwnParty,
  terms: AgreementTerms,
): Promise<Agreement> {
  const other = await requireAgency(db, terms.partner);
  const us = await requireAgency(db, owner);
  const { from = new Date(await readNow(db)).toISOString(), issuer, logKey, replaces, until } = terms;
  const given = (what: AgreementTerms['weGive']) => ({ ...what, officerMfa: true as const });
  return {
    type: 'alpr-agreement/v1',
    parties: [
      {
        ...{ ori: owner, name: us.name, resource },
        ...{ issuer: registrations.ownIssuers()[0] ?? '', logKey: signer.vkeys[0] as string },
      },
      { ori: other.ori, name: other.name, resource: terms.resource, issuer, logKey },
    ],
    gives: { [owner]: given(terms.weGive), [other.ori]: given(terms.theyGive) },
    article74: true,
    ...{ from, until },
    ...(replaces === undefined ? {} : { replaces }),
  };
}
