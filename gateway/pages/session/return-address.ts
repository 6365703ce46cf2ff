/** Finds where somebody goes on after signing in: a page of ours, never another host (CWE-601). */
import { SIGNED_IN } from '../layout/document.tsx';

const PAGES = /^\/(?:console|query|docs|transparency)(?:[/?#]|$)/;
/** The pages for everyone, which do not show who has signed in. */
const PUBLIC = /^\/(?:docs|transparency)/;

/** @returns path and query of one of our pages; the console where the given one is not */
export function returnAddress(given: unknown): string {
  if (typeof given !== 'string' || given.length > 1_000 || !PAGES.test(given)) return '/console';
  // A browser would read these as a host, or drop them on the way to it.
  if (/[\\\p{Cc}]|\/\//u.test(given)) return '/console';
  const base = 'https://gateway.invalid';
  const url = URL.canParse(given, base) ? new URL(given, base) : null;
  if (url === null || url.origin !== base || !PAGES.test(url.pathname)) return '/console';
  return url.pathname + url.search + (PUBLIC.test(url.pathname) ? `#${SIGNED_IN}` : '');
}
