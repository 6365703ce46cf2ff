/** The examples of RFC 7520 (JOSE cookbook), each with its verdict in `jose-cookbook.cases.json`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { checkPublicKey } from '../../gateway/identity/jose/check-public-key.ts';
import { verifyJws } from '../../gateway/identity/jose/verify-jws.ts';
import { decryptJwe } from '../setup/receiver/decrypt-jwe.ts';
import cases from './jose-cookbook.cases.json' with { type: 'json' };

type Json = Record<string, unknown>;
interface Example {
  readonly input: { readonly payload?: string; readonly key?: Json };
  readonly output: Json;
}

const root = process.env.CONFORMANCE_VECTORS;
const described = root === undefined ? describe.skip : describe;
if (root === undefined)
  process.stdout.write('skipped: set CONFORMANCE_VECTORS to run the RFC 7520 cookbook\n');
const cookbook = join(root ?? '', 'jose/rfc7520-cookbook');
const read = (file: string): unknown => JSON.parse(readFileSync(join(cookbook, file), 'utf8'));

const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi'];
/** The examples' keys have no `alg`: bound to PS256, and public, as a partner would register them. */
const boundToPs256 = (key: Json | undefined): Json => ({
  ...Object.fromEntries(Object.entries(key ?? {}).filter(([name]) => !PRIVATE.includes(name))),
  alg: 'PS256',
});

/** Reads an example as the gateway would; @returns the signed payload, or '' for a key or a plaintext */
async function open(file: string, part: string): Promise<string> {
  const content = read(file) as Json;
  if (part === 'key') {
    checkPublicKey(content, 'sig');
    return '';
  }
  const example = (part === 'sign' || part === 'encrypt' ? content[part] : content) as Example;
  const token = example.output[part === 'json' ? 'json' : 'compact'];
  if (part === 'encrypt' || file.startsWith('jwe/') || file.endsWith('ecdh-es.json')) {
    return (await decryptJwe(token, example.input.key)).plaintext.toString();
  }
  const jws = await verifyJws(token, { keys: [boundToPs256(example.input.key)] });
  expect(jws.payload.toString()).toBe(example.input.payload);
  return jws.payload.toString();
}

described('RFC 7520 cookbook', () => {
  test.each(cases)('$file ($part) is $verdict: $reason', async ({ file, part, verdict, refusedFor }) => {
    if (verdict === 'accepted') expect(await open(file, part)).not.toBe('');
    else await expect(open(file, part)).rejects.toMatchObject({ name: 'GatewayError' });
    if (verdict === 'refused') await expect(open(file, part)).rejects.toThrow(refusedFor);
  });

  test('no example passes in JSON serialization, flattened or general, whatever its algorithm', async () => {
    for (const { file, part } of cases.filter((row) => row.part === 'compact')) {
      const { output } = read(file) as Example;
      for (const name of ['json', 'json_flat']) {
        expect({ file, part, token: typeof output[name] }).toEqual({ file, part, token: 'object' });
        await expect(verifyJws(output[name], { keys: [] })).rejects.toThrow('JSON serialization');
        await expect(decryptJwe(output[name], {})).rejects.toThrow('JSON serialization');
        await expect(verifyJws(JSON.stringify(output[name]), { keys: [] })).rejects.toThrow('parts');
      }
    }
  });

  test('every file of the cookbook has its row', () => {
    const files = readdirSync(cookbook, { recursive: true, encoding: 'utf8' });
    const named = new Set(cases.map((row) => row.file));
    expect([...named].sort()).toEqual(files.filter((file) => file.endsWith('.json')).sort());
  });

  test('some examples are accepted, and how many is printed', () => {
    const accepted = cases.filter((row) => row.verdict === 'accepted').length;
    process.stdout.write(
      `RFC 7520: ${cases.length} examples; ${accepted} accepted, the others excluded by name\n`,
    );
    expect(accepted).toBeGreaterThan(0);
  });
});

/** RFC 7515 appendix A.3, whose key is bound to ES256 here: the cookbook has no example of ES256. */
test('the ES256 example of RFC 7515 verifies', async () => {
  const key = {
    kty: 'EC',
    kid: 'a3',
    use: 'sig',
    alg: 'ES256',
    crv: 'P-256',
    x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
    y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
  };
  const token = [
    'eyJhbGciOiJFUzI1NiJ9',
    'eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ',
    'DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q',
  ].join('.');
  const { payload } = await verifyJws(token, { keys: [key] });
  expect(JSON.parse(payload.toString())).toMatchObject({ iss: 'joe' });
});
