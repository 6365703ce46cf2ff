/** Project Wycheproof's JOSE vectors against the strict check and node-jose behind it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import jose from 'node-jose';
import { checkKeySet } from '../../gateway/identity/jose/check-key-set.ts';
import { verifyJws } from '../../gateway/identity/jose/verify-jws.ts';
import { decryptJwe } from '../setup/receiver/decrypt-jwe.ts';
import table from './jose-wycheproof.exclusions.json' with { type: 'json' };

type Jwk = Record<string, unknown>;
interface Vector {
  readonly tcId: number;
  readonly comment: string;
  readonly result: 'valid' | 'invalid';
  readonly jws?: unknown;
  readonly jwe?: unknown;
  readonly pt?: string;
}
interface Group {
  readonly comment: string;
  readonly public?: Jwk;
  readonly private?: Jwk;
  readonly tests: readonly Vector[];
}
/** Valid vectors of one group that are refused, why, and how many they are. */
interface Exclusion {
  readonly file: string;
  readonly group: string;
  /** Part of the refusal's text. */
  readonly refusedFor: string;
  readonly valid: number;
  readonly reason: string;
}
const exclusions: readonly Exclusion[] = table;

interface Outcome {
  readonly file: string;
  readonly group: Group;
  readonly vector: Vector;
  /** Undefined: accepted. */
  readonly refusal: string | undefined;
}

/** How many vectors each file holds, and how many of its valid ones the gateway must accept. */
const FILES = [
  { file: 'json_web_crypto', vectors: 83, accepted: 1 },
  { file: 'json_web_encryption', vectors: 139, accepted: 1 },
  { file: 'json_web_key', vectors: 26, accepted: 0 },
  { file: 'json_web_signature', vectors: 401, accepted: 8 },
] as const;

const root = process.env.CONFORMANCE_VECTORS;
const described = root === undefined ? describe.skip : describe;
if (root === undefined)
  process.stdout.write('skipped: set CONFORMANCE_VECTORS to run the Wycheproof vectors\n');

function groupsOf(file: string): readonly Group[] {
  const path = join(root ?? '', 'jose/wycheproof/testvectors_v1', `${file}_test.json`);
  return (JSON.parse(readFileSync(path, 'utf8')) as { testGroups: Group[] }).testGroups;
}

const setOf = (key: Jwk | undefined): Jwk => (key !== undefined && 'keys' in key ? key : { keys: [key] });

/** @returns why it was refused, or undefined if it was accepted */
async function refusalOf(group: Group, vector: Vector): Promise<string | undefined> {
  try {
    if (vector.jwe !== undefined) {
      const { plaintext } = await decryptJwe(vector.jwe, group.private);
      if (vector.pt !== undefined) expect(plaintext.toString('hex')).toBe(vector.pt);
    } else {
      await verifyJws(vector.jws, setOf(group.public ?? group.private));
    }
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

async function outcomes(): Promise<Outcome[]> {
  const all: Outcome[] = [];
  for (const { file } of FILES) {
    for (const group of groupsOf(file)) {
      for (const vector of group.tests) {
        all.push({ file, group, vector, refusal: await refusalOf(group, vector) });
      }
    }
  }
  return all;
}

described('Wycheproof json_web_*', () => {
  let run: readonly Outcome[] = [];
  beforeAll(async () => {
    run = await outcomes();
  });

  test('every vector of the four files is run', async () => {
    for (const { file, vectors } of FILES) {
      expect({ file, count: run.filter((o) => o.file === file).length }).toEqual({
        file,
        count: vectors,
      });
    }
  });

  test('no vector that must be refused is accepted', async () => {
    const falseAccepts = run.filter((o) => o.vector.result === 'invalid' && o.refusal === undefined);
    expect(falseAccepts.map((o) => `${o.file} ${o.vector.tcId} ${o.vector.comment}`)).toEqual([]);
  });

  test('every valid vector with an allowed algorithm is accepted, every other is excluded by name and reason', async () => {
    const valid = run.filter((o) => o.vector.result === 'valid');
    const counted = exclusions.map((row) => ({ ...row, valid: 0 }));
    const unexplained: string[] = [];
    for (const { file, group, vector, refusal } of valid) {
      if (refusal === undefined) continue;
      const row = counted.find(
        (r) => r.file === file && r.group === group.comment && refusal.includes(r.refusedFor),
      );
      if (row === undefined) unexplained.push(`${file} ${group.comment} ${vector.tcId}: ${refusal}`);
      else row.valid += 1;
    }
    expect(unexplained).toEqual([]);
    expect(counted).toEqual(exclusions);
    for (const { file, accepted } of FILES) {
      const count = valid.filter((o) => o.file === file && o.refusal === undefined).length;
      expect({ file, count }).toEqual({ file, count: accepted });
    }
  });

  test('every vector is accepted, excluded by name or refused, and how many is printed', async () => {
    const all = run;
    const count = (keep: (o: Outcome) => boolean) => all.filter(keep).length;
    const bySignature = /does not verify|cannot be decrypted/;
    const invalid = count((o) => o.vector.result === 'invalid');
    const accepted = count((o) => o.refusal === undefined);
    const excluded = exclusions.reduce((sum, row) => sum + row.valid, 0);
    const late = count((o) => o.vector.result === 'invalid' && bySignature.test(o.refusal ?? ''));
    process.stdout.write(
      `Wycheproof: ${all.length} vectors; valid: ${accepted} accepted, ${excluded} excluded and refused; ` +
        `invalid: ${invalid - late} refused by the strict check, ${late} by the cryptography, 0 accepted\n`,
    );
    expect(accepted + excluded + invalid).toBe(all.length);
  });

  test('node-jose used bare accepts what must be refused: the strict check has a job', async () => {
    const accepted: string[] = [];
    for (const { file, group, vector } of run) {
      if (vector.result === 'invalid' && (await acceptedBare(group, vector))) {
        accepted.push(`${file} ${vector.tcId}`);
      }
    }
    process.stdout.write(
      `Wycheproof: node-jose without the strict check accepts ${accepted.length} of them\n`,
    );
    expect(accepted.length).toBeGreaterThan(0);
  });
});

async function acceptedBare(group: Group, vector: Vector): Promise<boolean> {
  try {
    const store = await jose.JWK.asKeyStore(setOf(group.private ?? group.public));
    if (vector.jwe !== undefined) await jose.JWE.createDecrypt(store).decrypt(vector.jwe as string);
    else await jose.JWS.createVerify(store).verify(vector.jws as string);
    return true;
  } catch {
    return false;
  }
}

described('weak keys of Wycheproof, bound to an algorithm that is allowed', () => {
  /** In the files these keys are bound to RS256, which is refused anyway: bound to PS256 the key itself must fail. */
  const rebound = (comment: string): Jwk => {
    const group = groupsOf('json_web_key').find((candidate) => candidate.comment === comment);
    const [key] = setOf(group?.public).keys as [Jwk];
    return { keys: [{ ...key, alg: 'PS256' }] };
  };

  test.each([
    ['jws_rsa_roca_key', 'ROCA'],
    ['keysize_too_small', '1024 bits'],
    ['exponentOne', 'exponent'],
  ])('the key `%s` is refused for its own weakness', (comment, reason) => {
    expect(() => checkKeySet(rebound(comment), 'sig')).toThrow(reason);
  });

  test('a sound RSA key bound in the same way passes', () => {
    expect(checkKeySet(rebound('rs256'), 'sig')).toHaveLength(1);
  });
});
