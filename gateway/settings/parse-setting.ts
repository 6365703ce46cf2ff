/** Parses the text of a setting. Each parser throws an Error whose message follows the setting's name. */
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { DATABASE_URL_FORM, isDatabaseUrl } from '../database/database-address.ts';
import { isSecureUrl, MUST_BE_SECURE } from './secure-url.ts';

/** Parses a whole number within bounds. */
export const integer = (least: number, most: number) => (text: string) => {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw new Error(`must be a whole number from ${least} to ${most}`);
  }
  return value;
};

/** Parses `off` as null, and else a whole number within bounds. */
export const offOr = (least: number, most: number) => (text: string) => {
  const value = text === 'off' ? null : Number(text);
  if (value !== null && (!/^\d+$/.test(text) || value < least || value > most)) {
    throw new Error(`must be \`off\`, or a whole number from ${least} to ${most}`);
  }
  return value;
};

/** Parses a URL of one of the schemes, and removes a slash at its end. */
export const address =
  (...schemes: string[]) =>
  (text: string) => {
    const scheme = URL.canParse(text) ? new URL(text).protocol.slice(0, -1) : '';
    if (!schemes.includes(scheme))
      throw new Error(`must be a URL that begins with ${schemes.join(':// or ')}://`);
    return text.replace(/\/$/, '');
  };

/** Parses the address of a PostgreSQL database, and removes a slash at its end. */
export const databaseAddress = (text: string) => {
  const url = address('postgres', 'postgresql')(text);
  if (!isDatabaseUrl(url)) throw new Error(`must be written as ${DATABASE_URL_FORM}`);
  return url;
};

/** Parses `true` or `false`, and nothing that could be meant as either. */
export const yesOrNo = (text: string) => {
  if (text !== 'true' && text !== 'false') throw new Error('must be true or false');
  return text === 'true';
};

/** Parses a URL to which secrets may be sent, and removes a slash at its end. */
export const secureAddress = (text: string) => {
  if (!URL.canParse(text) || !isSecureUrl(new URL(text))) throw new Error(MUST_BE_SECURE);
  return text.replace(/\/$/, '');
};

/** Makes a parser that returns null for empty text. */
export const optional =
  <T>(parse: (text: string) => T) =>
  (text: string) =>
    text === '' ? null : parse(text);

/** Accepts any text but the empty one. */
export const plain = (text: string) => {
  if (text === '') throw new Error('must not be empty');
  return text;
};

const MAIL_ADDRESS = /^[\w.+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/;

export const mailAddress = (text: string) => {
  if (!MAIL_ADDRESS.test(text)) throw new Error('must be a mail address, e.g. alpr@example.gov');
  return text;
};

export const timeZone = (text: string) => {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    throw new Error('must be a time zone of the IANA list, e.g. America/Denver');
  }
};

/** Parses a mail address, which becomes a URL, or an `https` URL. */
export const contact = (text: string) => {
  if (MAIL_ADDRESS.test(text)) return `mailto:${text}`;
  if (text.startsWith('https://') && URL.canParse(text)) return new URL(text).href;
  throw new Error('must be a mail address or a URL that begins with https://');
};

/**
 * Parses what can name a log and its key: a URL without scheme (C2SP tlog-checkpoint, origin), with neither
 * blanks nor a plus sign (C2SP signed-note, key names).
 */
export const keyName = (text: string) => {
  if (text === '' || /[\s+]|\p{Cc}|\p{Surrogate}/u.test(text) || /^(?:[a-z][a-z\d.-]*:)?\/\//i.test(text)) {
    throw new Error(
      'must be a URL without its scheme, without blanks and without `+`, e.g. alpr.example.gov/log',
    );
  }
  return text;
};

/** Parses one of a few words. */
export const oneOf =
  <Value extends string>(...values: Value[]) =>
  (text: string): Value => {
    const value = values.find((one) => one === text);
    if (value === undefined) throw new Error(`must be one of ${values.join(', ')}`);
    return value;
  };

/** Parses address ranges in CIDR notation with commas between; empty text means none. */
export const ranges = (text: string): readonly string[] => {
  const given = text === '' ? [] : text.split(',').map((range) => range.trim());
  if (!given.every((range) => ipaddr.isValidCIDR(range)))
    throw new Error('must be ranges such as 10.0.0.0/8, with commas between');
  return given;
};

/** Parses addresses and ranges in CIDR notation with commas between; empty text means none. */
export const networks = (text: string): readonly string[] => {
  const given = text === '' ? [] : text.split(',').map((network) => network.trim());
  if (!given.every(isNetwork)) {
    throw new Error(
      'must be addresses, e.g. 10.0.0.5 or 10.0.0.0/24, with commas between: name the proxies themselves, not how many there are',
    );
  }
  return given;
};

/** True for an address or range, but not for everybody's, which cannot be a network of the owner's. */
function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const longest = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
  if (more.length > 0 || longest === 0 || address.includes('%')) return false;
  return bits === undefined || (/^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= longest);
}
