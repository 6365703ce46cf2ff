/** Identifies a node's log: its origin, and the ids of the keys of a data directory. */
import { createHmac, createPrivateKey } from 'node:crypto';
import { verifierKey } from '../../audit/signed-note.ts';
import type { KeptSecrets } from '../../settings/secrets.ts';

/** The record made once in the database. Envelopes' keys, which rotate, are recorded when published. */
export interface LogIdentity {
  readonly origin: string;
  /** The verifier key of the log (C2SP signed-note), which names the origin, too. */
  readonly logKey: string;
  /** The ids of the symmetric keys, 32 hexadecimal digits each. */
  readonly plateSearch: string;
  readonly cursor: string;
  readonly endpoint: string;
}

/** Returns an id that reveals nothing of the key: 128 bits of HMAC-SHA-256 of a fixed text under it. */
function idOf(key: Buffer, name: string): string {
  return createHmac('sha256', key).update(`alpr-sharing key id: ${name}`).digest('hex').slice(0, 32);
}

/** Returns the identity. @throws TypeError if the log's key is not Ed25519, or the origin cannot name one */
export function identityOf(origin: string, secrets: KeptSecrets): LogIdentity {
  return { origin, ...(keyIdsOf(origin, secrets) as Omit<LogIdentity, 'origin'>) };
}

/** Returns the ids of the keys that are there. @throws as `identityOf` */
export function keyIdsOf(
  origin: string,
  secrets: Partial<KeptSecrets>,
): Partial<Omit<LogIdentity, 'origin'>> {
  const { logKey, plateSearch, cursor, endpoint } = secrets;
  return {
    ...(logKey === undefined ? {} : { logKey: verifierKey(origin, createPrivateKey(logKey)) }),
    ...(plateSearch === undefined ? {} : { plateSearch: idOf(plateSearch, 'plate search') }),
    ...(cursor === undefined ? {} : { cursor: idOf(cursor, 'cursor') }),
    ...(endpoint === undefined ? {} : { endpoint: idOf(endpoint, 'endpoint') }),
  };
}

/** Returns the public key alone: the same key under two names has two verifier keys. */
export function publicKeyIn(vkey: string): string {
  return vkey.slice(vkey.indexOf('+', vkey.indexOf('+') + 1) + 1);
}
