/** Tells an operator that an issuer's keys cannot be had: an asker is told only to try again. */
import type { OnKeysMissing } from './issuer-keys.ts';

interface Log {
  warn(fields: object, message: string): void;
}

/** A line each time that they were asked for in vain, which is at most every ten seconds. */
export function warnOfKeys(log: Log): OnKeysMissing {
  return ({ issuer, jwksUri }, why) =>
    log.warn(
      { issuer, jwksUri, why },
      "an issuer's keys cannot be had, and its tokens are refused (after an hour, where they were had before); next: ask " +
        'for them from this machine (`curl` and the address); if the issuer has moved them, `register` with the new ' +
        'address says how to change it',
    );
}
