/** Checks each member of the file of clients, and tells what is wrong before anything is asked. */
import { parseOri } from '../../../sharing-rules/terms/ori.ts';
import { isSecureUrl, MUST_BE_SECURE } from '../../settings/secure-url.ts';

/** Returns null if the value is right, else its fault, without the value, which may be a secret. */
type Check = (value: unknown) => string | null;
type Members = readonly (readonly [name: string, check: Check, hint: string])[];

const text: Check = (value) =>
  typeof value === 'string' && value.trim() !== '' ? null : 'must be text that is not empty';

const url: Check = (value) =>
  typeof value !== 'string' || !URL.canParse(value)
    ? 'is not a URL'
    : isSecureUrl(new URL(value))
      ? null
      : MUST_BE_SECURE;

const ori: Check = (value) =>
  typeof value === 'string' && parseOri(value) !== null ? null : 'is not an ORI of nine characters';

/** Accepts two keys, with a blank between, of a log that changes its key. */
const verifierKeys: Check = (value) =>
  typeof value === 'string' && value.split(/\s+/).every((key) => /^[^+\s]+\+[0-9a-f]{8}\+\S+$/.test(key))
    ? null
    : 'is not a key (name+id+base64)';

const privateKey: Check = (value) => {
  const { d, kty } = (value ?? {}) as Record<string, unknown>;
  const isKey = (kty === 'EC' || kty === 'RSA') && typeof d === 'string';
  return isKey ? null : 'is not a private key for ES256 (P-256) or PS256 (RSA), in JWK form with `d`';
};

const CLIENT: Members = [
  ['name', text, 'what you call it with --as'],
  ['ori', ori, 'ORI of the agency for which the client is registered'],
  ['clientId', text, 'what its issuer calls it'],
  ['privateJwk', privateKey, 'the key with which it signs in at its issuer'],
  ['scope', text, 'alpr.query for a partner, alpr.admin for your own people'],
];

const clients: Check = (value) =>
  Array.isArray(value) && value.length > 0 ? null : 'is not a list of clients';

const FILE: Members = [
  ['gateway', url, 'address to connect to'],
  ['issuer', url, 'the OpenID issuer at which the clients sign in'],
  ['resource', url, 'the PUBLIC_URL of `serve`'],
  ['logKey', verifierKeys, 'in the line with which `serve` is ready'],
  ['clients', clients, 'a list of { name, ori, clientId, privateJwk, scope }'],
];

const SIGN_IN: Members = [['clientId', text, "the issuer's public client by which people sign in"]];

/** Returns a sentence for each member that is missing or wrong; empty if the file can be used. */
export function faultsOfClientsFile(file: unknown): string[] {
  const faults = faultsOf(file, '', FILE);
  const { clients: listed, signIn } = (file ?? {}) as { clients?: unknown; signIn?: unknown };
  const each = Array.isArray(listed) ? listed : [];
  faults.push(...each.flatMap((client, i) => faultsOf(client, `clients[${i}].`, CLIENT)));
  if (signIn !== undefined) faults.push(...faultsOf(signIn, 'signIn.', SIGN_IN));
  const names = each.map((client) => client?.name);
  const twice = names.find((name, i) => name !== undefined && names.indexOf(name) !== i);
  return twice === undefined ? faults : [...faults, `two clients have the name \`${twice}\`: --as names one`];
}

function faultsOf(thing: unknown, path: string, members: Members): string[] {
  const given = (typeof thing === 'object' && thing !== null ? thing : {}) as Record<string, unknown>;
  return members.flatMap(([name, check, hint]) => {
    const fault = given[name] === undefined ? 'is missing' : check(given[name]);
    return fault === null ? [] : [`\`${path}${name}\` ${fault}: ${hint}`];
  });
}
