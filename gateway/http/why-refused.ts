/**
 * Lists why a token or proof may be refused, for the operator's diagnostics: a closed list of codes, which
 * hold nothing that was sent. The asker is told less, if more would tell who is registered.
 */

export const WHY_REFUSED = {
  token_missing: 'there is no Authorization header',
  header_twice: 'there are two Authorization headers, or two DPoP headers',
  header_malformed: 'the Authorization header is not a scheme and a token',
  token_too_long: 'the access token is too long',
  token_as_bearer: 'a token that must be bound to a key came with the scheme Bearer',
  certificate_missing: 'the client certificate of the token did not come from a trusted proxy',
  token_malformed: 'the access token is not a signed RFC 9068 token',
  token_claim: 'a claim of the access token is missing or of the wrong type',
  token_expired: 'the access token has expired',
  token_too_early: 'the access token is from the future: a clock is wrong, here or at the issuer',
  token_lives_long: 'the access token lives longer than MAX_TOKEN_SECONDS',
  token_audience: 'the audience of the access token is not PUBLIC_URL',
  token_signature: 'the signature of the access token does not verify, or not as its key demands',
  token_unbound: 'the access token is bound to nothing, or not to what it came with',
  token_other_key: 'the access token is bound to another key or certificate',
  token_other_opinion: 'the library that gives a second opinion refuses the token',
  issuer_unknown: 'no issuer of the registry has the name in the token',
  issuer_key_unknown: 'the issuer publishes no key with the `kid` of the token',
  client_unknown: 'the client is not registered, or was removed',
  client_other_agency: 'the `ori` of the token is not that of the agency of the client',
  client_other_person: 'the client is registered to another person',
  system_with_sign_in: 'a system, whose token claims the sign-in of a person',
  person_unknown: 'the person is not registered, or was removed',
  person_other_agency: 'the person and the client belong to different agencies',
  token_of_before_reinstatement: 'the token is older than the reinstatement of its person: get a new one',
  proof_missing: 'there is no DPoP header',
  proof_malformed: 'the DPoP proof, its key or one of its claims is malformed',
  proof_method: 'the DPoP proof is for another method (`htm`)',
  proof_url: 'the DPoP proof is for another URL (`htu`): compare it with PUBLIC_URL',
  proof_other_token: 'the DPoP proof is for another access token (`ath`)',
  proof_clock: 'the DPoP proof is too old or from the future: a clock is wrong, here or at the asker',
  proof_signature: 'the signature of the DPoP proof does not verify',
  proof_nonce: 'the DPoP proof lacks the nonce, or has an old one',
  proof_replayed: 'the DPoP proof was used before',
  scope_missing: 'the access token lacks the scope',
  client_use: 'the client is registered for another use: for a records office, or for asking',
} as const;

export type WhyRefused = keyof typeof WHY_REFUSED;

/** Refuses a token or proof; another part tells the asker, in other words. */
export class NotAccepted extends Error {
  readonly why: WhyRefused;
  constructor(why: WhyRefused) {
    super(WHY_REFUSED[why]);
    this.why = why;
  }
}
