/** Explains why a fetch failed. The job keeps only a code, since a source's text may hold anything. */

const CAUSES: Readonly<Record<string, string>> = {
  unavailable:
    'the source cannot be reached, broke off, or answered with an error; it is tried again by itself. ' +
    'Check that it is up, and its address',
  malformed:
    'what came is not a list of this layout, or the address may not be called (a redirect, a private address). ' +
    'Look at what the source sends, and at its layout and address',
  too_large: 'the file is larger than a list may be. Ask the keeper of the source for the list alone',
  conflict:
    'the list is kept by another source, layout or agency, would shrink too much, or the credentials of the other ' +
    'gateway cannot be used. See what waits for you',
  refused: 'the other gateway refused it. Ask its administrators whether they still share the list',
  forbidden: 'the other gateway refused it. Ask its administrators whether they still share the list',
  not_found: 'the other gateway has no such list. Check the id in the address',
  invalid_token: 'the other gateway does not know our client. Ask its administrators to register it',
  too_many_requests: 'the other gateway asks us to wait. It is tried again by itself',
};

/** The faults of a vendor that keeps the reads, and with them a hot list of the gateway's own. */
const OF_VENDOR: Readonly<Record<string, string>> = {
  vendor_not_in_step:
    'the vendor said that it changed its hot list, and the list is not so; it is asked again by itself. What a revoked ' +
    'agency was told ended with the revocation, whatever the vendor does. Remove the entry at the vendor by hand',
  flock_unauthorized: 'the vendor does not accept our client. Check FLOCK_CREDENTIALS_FILE, and its scopes',
  flock_refused: 'the vendor refused it. Check that the client may read and write custom hot lists',
  flock_malformed:
    'the vendor answered with something that its interface does not describe. It is asked again by itself',
  flock_limited: 'the vendor asks us to wait. It is asked again by itself',
  ...Object.fromEntries(
    ['flock_unreachable', 'flock_slow', 'flock_broken', 'flock_resting', 'flock_cut'].map((code) => [
      code,
      'the vendor cannot be reached, or does not answer. It is asked again by itself',
    ]),
  ),
};

/** The faults of a partner's endpoint, which takes hits and lists. */
const OF_ENDPOINT: Readonly<Record<string, string>> = {
  endpoint_no_answer:
    "the partner's endpoint cannot be reached, or does not answer within five seconds. It is tried again by itself, and the hits " +
    'are in `GET /v1/hits` too. The partner should see that its service is up, and that the gateway can reach it',
  endpoint_not_allowed:
    'the address may not be called (a private address), or answers with a redirect, which is not followed. An administrator ' +
    'should set the final address, as the partner says it',
};

/** Matches e.g. `endpoint_answered_503`. */
const ANSWERED = /^endpoint_answered_(\d+)$/;

const OTHERWISE = 'the gateway itself failed at it. Ask its operators to look at the diagnostics';

/** Names the cause and what to look at, in one or two sentences without a full stop at the end. */
export function explainFaultCode(code: string): string {
  const [, status] = ANSWERED.exec(code) ?? [];
  if (status !== undefined)
    return `the partner's endpoint answered ${status}, which is not a 2xx. It is tried again by itself; the partner should look at its service`;
  return CAUSES[code] ?? OF_VENDOR[code] ?? OF_ENDPOINT[code] ?? OTHERWISE;
}

/** Explains each code that a table shows, for the text below it. */
export function explainFaultCodes(codes: readonly (string | null)[]): string[] {
  const given = [...new Set(codes)].filter((code) => code !== null);
  return given.map((code) => `${code}: ${explainFaultCode(code)}.`);
}
