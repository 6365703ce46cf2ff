/** Notes with any text and any signatures, made as the specification says and by nothing of the gateway. */
import { generateKeyPairSync, hash, sign } from 'node:crypto';

export interface HandKey {
  readonly vkey: string;
  /** A signature line over a note's text. */
  sign(text: string): string;
}

const LOG = 0x01;
const WITNESS = 0x04;
const TIME = 1_679_315_147;

function createKey(name: string, type: number): HandKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32);
  const material = Buffer.concat([Buffer.of(type), raw]);
  const id = Buffer.from(hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), material]), 'hex'), 'hex');
  const stamp = Buffer.alloc(8);
  stamp.writeBigUInt64BE(BigInt(TIME));
  return {
    vkey: `${name}+${id.toString('hex', 0, 4)}+${material.toString('base64')}`,
    sign: (text) => {
      const parts =
        type === WITNESS
          ? [stamp, sign(null, Buffer.from(`cosignature/v1\ntime ${TIME}\n${text}`), privateKey)]
          : [sign(null, Buffer.from(text), privateKey)];
      return `— ${name} ${Buffer.concat([id.subarray(0, 4), ...parts]).toString('base64')}\n`;
    },
  };
}

export const createLogKey = (name: string): HandKey => createKey(name, LOG);
export const createWitnessKey = (name: string): HandKey => createKey(name, WITNESS);

export const signNote = (text: string, ...keys: readonly HandKey[]): string =>
  `${text}\n${keys.map((key) => key.sign(text)).join('')}`;
