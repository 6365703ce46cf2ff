/** Agreement and certification as administrators send them, for agencies and for grants. */
import type { Agreement, Certification } from '../../../sharing-rules/terms/agency.ts';
import { GatewayError } from '../../faults/errors.ts';
import { day, flag, object, orNull, type TypeOf, text } from '../../http/schemas/shapes.ts';
import { bodyOf } from '../../http/schemas/terms.ts';
import { AGREEMENT_TERMS, CERTIFICATION_TERMS } from './agreement.terms.ts';

export const agreementSchema = bodyOf(AGREEMENT_TERMS);
export const certificationSchema = bodyOf(CERTIFICATION_TERMS);

const papers = {
  ...{ reference: text, signedOn: day, expiresOn: orNull(day) },
  ...{ article74: flag, officerMfa: flag },
};

export const shownAgreement = object(papers);

/** The same of a grant, which may have named the agreement of two gateways by its id. */
export const shownAgreementOfGrant = object({ ...papers, id: text }, 'id');

export const shownCertification = object({ signer: text, signedOn: day });

export function toAgreement({
  expiresOn = null,
  signedOn,
  ...rest
}: TypeOf<typeof agreementSchema>): Agreement {
  return {
    ...rest,
    signedOn: startOfDay(signedOn),
    expiresOn: expiresOn === null ? null : startOfDay(expiresOn),
  };
}

export function toCertification({ signedOn, signer }: TypeOf<typeof certificationSchema>): Certification {
  return { signer, signedOn: startOfDay(signedOn) };
}

/** Milliseconds of midnight UTC, which the registry's date columns keep. */
function startOfDay(text: string): number {
  const time = new Date(text);
  // The format admits a leap second, which is not a time of ours.
  if (Number.isNaN(time.getTime()))
    throw new GatewayError('malformed', '`signedOn` or `expiresOn` is not a valid date; write YYYY-MM-DD');
  return Date.UTC(time.getUTCFullYear(), time.getUTCMonth(), time.getUTCDate());
}
