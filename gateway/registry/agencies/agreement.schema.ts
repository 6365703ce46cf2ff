/** Agreement and certification as administrators send them, for agencies and for grants. */
import type { Agreement, Certification } from '../../../sharing-rules/terms/agency.ts';
import { GatewayError } from '../../faults/errors.ts';
import { name } from '../../http/schemas/name.ts';
import { day, flag, object, orNull, type Shape, type TypeOf, text } from '../../http/schemas/shapes.ts';

/** A day, `YYYY-MM-DD`; of a date-time, its day in UTC. */
const givenDay: Shape<string> = {
  type: 'string',
  maxLength: 40,
  anyOf: [{ format: 'date' }, { format: 'date-time' }],
};
const words = name(200);

/** C.R.S. 24-74-106. */
export const agreementSchema = object(
  { reference: words, signedOn: givenDay, expiresOn: orNull(givenDay), article74: flag, officerMfa: flag },
  'expiresOn',
);

/** C.R.S. 24-74-105. */
export const certificationSchema = object({ signer: words, signedOn: givenDay });

/** As the registry shows it. */
export const shownAgreement = object({
  reference: text,
  signedOn: day,
  expiresOn: orNull(day),
  article74: flag,
  officerMfa: flag,
});

/** As the registry shows it. */
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

/** Midnight UTC, ms: what the registry's date columns keep. */
function startOfDay(text: string): number {
  const time = new Date(text);
  // The format admits a leap second, which is not a time of ours.
  if (Number.isNaN(time.getTime()))
    throw new GatewayError('malformed', '`signedOn` or `expiresOn` is not a valid date; write YYYY-MM-DD');
  return Date.UTC(time.getUTCFullYear(), time.getUTCMonth(), time.getUTCDate());
}
