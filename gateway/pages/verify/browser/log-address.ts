/** The address that was typed for the log, as a prefix that the page may read from. */

const LOOPBACK = ['localhost', '127.0.0.1'];

/** Tells of an address that a person can correct. */
export class AddressError extends Error {}

/** Returns true if the page came from a server, and is not a file on a disk. */
export function isServed(): boolean {
  return location.protocol === 'http:' || location.protocol === 'https:';
}

/** Returns the address of the log of the server that this page came from. */
export function ownLog(): string {
  return new URL('log', location.href).href;
}

/** @throws AddressError that says what to type */
export function readAddress(typed: string): string {
  let url: URL;
  try {
    url = new URL(typed.trim());
  } catch {
    throw new AddressError("the log's address is not a URL; write one, e.g. https://gateway.example/log");
  }
  // The page's policies refuse it with words here: the browser says only that it failed.
  if (isServed() && url.origin !== location.origin) {
    throw new AddressError(
      `this page may read only from ${location.origin}, where it came from; save it, and open the saved file to check ` +
        'another log',
    );
  }
  const isLoopback = url.protocol === 'http:' && LOOPBACK.includes(url.hostname);
  if (!isServed() && url.protocol !== 'https:' && !isLoopback) {
    throw new AddressError(
      'a saved page reads from https addresses and from this machine (http://127.0.0.1); write one',
    );
  }
  if (url.pathname === '/') url.pathname = '/log';
  return url.origin + url.pathname.replace(/\/+$/, '');
}
