/** Images are not stored: of each that a payload carries its SHA-256 is kept, so that the vendor's own copy can be recognized. */
import { createHash } from 'node:crypto';
import { type Members, optionalTextAt } from './fields.ts';
import { SetAside } from './pushed-read.ts';

const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;
const DATA_URL = /^data:image\/[a-z0-9.+-]{1,20};base64,/;

/** Hashes the bytes of an image in base64; undefined where there is none. */
export function imageHashAt(members: Members, name: string): string | undefined {
  const text = optionalTextAt(members, name);
  if (text === undefined) return undefined;
  const base64 = text.replace(DATA_URL, '').replace(/\s/g, '');
  if (!BASE64.test(base64)) throw new SetAside(`\`${name}\` is not an image in base64`);
  return createHash('sha256').update(Buffer.from(base64, 'base64')).digest('hex');
}
