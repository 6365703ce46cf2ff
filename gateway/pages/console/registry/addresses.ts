/** Addresses of the registry's pages, and of their filters, written in one place. */

export const agencyAddress = (ori: string) => `/console/agencies/${encodeURIComponent(ori)}`;
/** The clients, persons and issuers that wait for a second administrator. */
export const PROPOSALS = '/console/identity-proposals';
export const AGREEMENTS_AT = '/console/agreements';
export const agreementAddress = (id: string) => `${AGREEMENTS_AT}/${encodeURIComponent(id)}`;
export const grantAddress = (id: string) => `/console/grants/${encodeURIComponent(id)}`;
export const officerAddress = (id: string) => `/console/officers/${encodeURIComponent(id)}`;
export const reviewAddress = (id: string) => `/console/reviews/${encodeURIComponent(id)}`;
/**
 * The address at which a sharing administrator suspends an officer; with a report, one press is left. A
 * fragment would keep browsers from going to the field that the page is for (HTML, `autofocus`).
 */
export const suspendAddress = (officer: string, report = '') =>
  `${officerAddress(officer)}?report=${encodeURIComponent(report)}`;
export const proposeAddress = (ori: string) => `/console/grants/propose?partner=${encodeURIComponent(ori)}`;

/** Returns the parameters after a question mark, without empty ones; an empty text if none is left. */
export function searchOf(given: Readonly<Record<string, string | null | undefined>>): string {
  const kept = Object.entries(given).flatMap(([name, value]) => (value ? [[name, value]] : []));
  return kept.length === 0 ? '' : `?${new URLSearchParams(kept)}`;
}

/** Returns the parameters of a URL that a list knows; others are not sent on. */
export function filtersOf<const Name extends string>(
  search: URLSearchParams,
  ...names: readonly Name[]
): Readonly<Record<Name, string>> {
  return Object.fromEntries(names.map((name) => [name, search.get(name) ?? ''])) as Record<Name, string>;
}
