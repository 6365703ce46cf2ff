/** Tells whether a sign-in used two factors, by what the issuer asserts. */

/** Values of `amr` (RFC 8176 §2) by the kind of factor they prove. A call, a text message or a question prove none. */
const FACTORS: Readonly<Record<string, 'knowledge' | 'possession' | 'inherence'>> = {
  pwd: 'knowledge',
  pin: 'knowledge',
  otp: 'possession',
  hwk: 'possession',
  swk: 'possession',
  sc: 'possession',
  fpt: 'inherence',
  face: 'inherence',
  iris: 'inherence',
  retina: 'inherence',
  vbm: 'inherence',
};

/**
 * True for `mfa`, or methods of two different kinds (CJISSECPOL IA-2: two of the same kind are one factor),
 * or one of the `acr` values that the owner has accepted.
 */
export function hasSecondFactor(
  { amr = [], acr }: { readonly amr?: readonly string[]; readonly acr?: string },
  acceptedAcr: readonly string[],
): boolean {
  if (amr.includes('mfa') || (acr !== undefined && acceptedAcr.includes(acr))) return true;
  const kinds = amr.flatMap((method) => (Object.hasOwn(FACTORS, method) ? [FACTORS[method]] : []));
  return new Set(kinds).size >= 2;
}
