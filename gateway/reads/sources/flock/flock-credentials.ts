/** The client by which the vendor knows this gateway, from a file that only its operator can read. */
import { readFileSync, statSync } from 'node:fs';
import { isSecureUrl, MUST_BE_SECURE } from '../../../settings/secure-url.ts';

/** OAuth 2 client credentials (RFC 6749 §4.4), as the vendor hands them out. */
export interface FlockCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly tokenUrl: string;
  /** Scopes, with blanks between several. */
  readonly scope: string;
  /** Set only where the vendor asks for one, e.g. `com.flocksafety.integrations`. */
  readonly audience?: string;
}

const NEEDED = ['clientId', 'clientSecret', 'tokenUrl', 'scope'] as const;
const MEMBERS: readonly string[] = [...NEEDED, 'audience'];
const LONGEST = 2_048;

/** @throws Error that says what to change in which file, never what it holds */
export function readFlockCredentials(path: string): FlockCredentials {
  const fault = (what: string) => new Error(`FLOCK_CREDENTIALS_FILE: \`${path}\` ${what}`);
  const value = parse(readPrivate(path, fault), fault);
  const unknown = Object.keys(value).find((name) => !MEMBERS.includes(name));
  if (unknown !== undefined) {
    throw fault(`has a member that is not known; it has ${NEEDED.join(', ')}, and may have audience`);
  }
  for (const name of MEMBERS) {
    const text = value[name];
    if (text === undefined && name === 'audience') continue;
    if (typeof text !== 'string' || text === '' || text.length > LONGEST) {
      throw fault(`has no \`${name}\`, or not as a text of 1 to ${LONGEST} characters`);
    }
  }
  const credentials = value as unknown as FlockCredentials;
  if (!URL.canParse(credentials.tokenUrl) || !isSecureUrl(new URL(credentials.tokenUrl))) {
    throw fault(`has a \`tokenUrl\` that cannot be used: it ${MUST_BE_SECURE}`);
  }
  return credentials;
}

function readPrivate(path: string, fault: (what: string) => Error): string {
  try {
    if ((statSync(path).mode & 0o077) !== 0) {
      throw fault(
        `can be read by other accounts; next: chmod 600 ${path} (and ask the vendor for a new secret)`,
      );
    }
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw fault(
      `cannot be read (${code}); next: put {${NEEDED.map((name) => `"${name}": "…"`).join(', ')}} there, mode 0600`,
    );
  }
}

function parse(text: string, fault: (what: string) => Error): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw fault('is not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw fault('is not a JSON object');
  return value as Record<string, unknown>;
}
