/**
 * A partner's client of the gateway: asks, follows pages, picks up what was held, and checks each answer's receipt.
 * Usage, with answers as JSON on standard output and everything else on standard error:
 *   npx tsx client.ts SETTINGS.json NAME ask QUERY.json [--pages 5] [--key IDEMPOTENCY-KEY]
 *   npx tsx client.ts SETTINGS.json NAME pick-up QUERY-ID
 * Exit code: 0 released, 3 held for a person, 4 refused with reasons, 1 anything else.
 */
import { randomUUID, webcrypto } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import * as openid from 'openid-client';
import { verifyReceipt } from './verify-receipt.ts';

/** What the owner of the gateway told you, and your own clients; the demo's `demo.json` has this form. */
export interface Settings {
  readonly issuer: string;
  /** The gateway's public address: where to ask, and what tokens are for. */
  readonly resource: string;
  /** The public log's key. */
  readonly logKey: string;
  readonly clients: readonly {
    name: string;
    clientId: string;
    privateJwk: webcrypto.JsonWebKey;
    scope: string;
  }[];
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: JSON of several shapes; see `/openapi.json`
  readonly body: any;
}

export type Request = (method: string, path: string, body?: object, key?: string) => Promise<Answer>;

const LONGEST_WAIT = 90; // Seconds. A longer wait, e.g. for the next day, is left to you.
const MOST_TRIES = 5;
const MARGIN = 15; // Seconds before a token expires.
const TOLD: Record<number, string> = { 200: 'released', 202: 'held for a person of the owner' };
const LOST = process.argv.includes('pick-up') ? 'send the query again, to be reviewed again' : 'ask again';
const EXIT_CODES: Record<number, number> = { 200: 0, 202: 3, 403: 4 };

function readJson(path: string) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    // The parser's words may repeat a part of your key.
    throw error instanceof SyntaxError ? new Error(`\`${path}\` is not JSON`) : error;
  }
}

const say = (line: string) => process.stderr.write(`${line}\n`);

/** Discovers the issuer. Tokens are taken when needed, bound to a key that is made here (RFC 9449). */
export async function connect({ clients, issuer, resource }: Settings, name: string): Promise<Request> {
  const client = clients.find((each) => each.name === name);
  const names = clients.map((each) => each.name).join(', ');
  if (client === undefined) throw new Error(`the settings have no client \`${name}\`: give one of ${names}`);
  const { alg, use, key_ops, ext, ...jwk } = client.privateJwk;
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  const key = await webcrypto.subtle.importKey('jwk', jwk, algorithm, false, ['sign']);
  const authentication = openid.PrivateKeyJwt({ key, ...('kid' in jwk ? { kid: String(jwk.kid) } : {}) });
  // Plain HTTP is for the demo on this machine; everywhere else the addresses begin with https.
  const isLocal = [issuer, resource].every((url) => new URL(url).hostname === '127.0.0.1');
  const execute = isLocal ? [openid.allowInsecureRequests] : [];
  const config = await openid.discovery(new URL(issuer), client.clientId, {}, authentication, { execute });
  const DPoP = openid.getDPoPHandle(config, await openid.randomDPoPKeyPair('ES256'));
  let token: { readonly text: string; readonly until: number } | null = null;

  async function currentToken(): Promise<string> {
    if (token === null || token.until < Date.now()) {
      const asked = { scope: client?.scope ?? '', resource };
      const granted = await openid.clientCredentialsGrant(config, asked, { DPoP });
      const until = Date.now() + ((granted.expiresIn() ?? 0) - MARGIN) * 1000;
      token = { text: granted.access_token, until };
    }
    return token.text;
  }

  /** Sends it with a new proof, and once more with the nonce where the gateway asks for one (RFC 9449 section 9). */
  async function send(method: string, path: string, text: string | undefined, headers: Headers) {
    const url = new URL(path, resource);
    return openid
      .fetchProtectedResource(config, await currentToken(), url, method, text, headers, { DPoP })
      .catch((error) => {
        if (error instanceof openid.WWWAuthenticateChallengeError) return error.response;
        throw error;
      });
  }

  // With one Idempotency-Key for all tries, a question is carried out and counted once, however often it is sent.
  return async (method, path, body, idempotencyKey = randomUUID()) => {
    const headers = new Headers({ Accept: 'application/json' });
    if (body !== undefined) headers.set('Content-Type', 'application/json');
    if (method === 'POST') headers.set('Idempotency-Key', idempotencyKey);
    let renewed = false;
    for (let tries = 1; ; tries += 1) {
      const response = await send(method, path, body && JSON.stringify(body), headers);
      const { status } = response;
      const wait = Number(response.headers.get('Retry-After') ?? LONGEST_WAIT + 1);
      const isNotNow = [409, 429, 503].includes(status) && wait <= LONGEST_WAIT && tries < MOST_TRIES;
      if (!isNotNow && (status !== 401 || renewed)) {
        if (response.headers.has('Idempotency-Replayed')) say('the gateway repeated its first answer');
        return { status, headers: response.headers, body: await response.json() };
      }
      await response.body?.cancel();
      if (isNotNow) {
        say(`${status}: asked again in ${wait} s`);
        await pause(wait * 1000);
      } else [renewed, token] = [true, null];
    }
  };
}

/** Shows an answer, once its receipt holds, and says what to do next. @returns the exit code */
function show({ status, headers, body }: Answer, logKey: string, from: string, pages: string): number {
  if (body.receipt !== undefined || status < 300)
    say(`receipt checked: entry ${verifyReceipt(body, logKey)}`);
  process.stdout.write(`${JSON.stringify(body)}\n`);
  if (process.stdout.errored) return 1;
  const wait = headers.get('Retry-After');
  const more = body.next ? '; more pages follow' : '';
  const told = (TOLD[status] ?? `${status}: ${body.detail}`) + more;
  say(wait === null ? told : `${told}; ask again in ${wait} s`);
  for (const { code, clause, detail } of body.reasons ?? []) say(`  ${code} (${clause}) ${detail ?? ''}`);
  if (status === 202) say(`later: npx tsx client.ts ${from} pick-up ${body.queryId} --pages ${pages}`);
  return EXIT_CODES[status] ?? 1;
}

async function main(): Promise<number> {
  const options = { pages: { type: 'string', default: '1' }, key: { type: 'string' } } as const;
  const { positionals, values } = parseArgs({ options, allowPositionals: true });
  const [file = '', name = '', act, what = ''] = positionals;
  if (what === '' || (act !== 'ask' && (act !== 'pick-up' || values.key !== undefined))) {
    throw new Error('usage: npx tsx client.ts SETTINGS.json NAME (ask QUERY.json | pick-up QUERY-ID)');
  }
  const settings: Settings = readJson(file);
  const request = await connect(settings, name);
  const question = act === 'ask' ? readJson(what) : null;
  const { key = randomUUID(), pages } = values;
  if (act === 'ask') say(`with --key ${key} the same first page comes again within a day, counted once`);
  let answer =
    act === 'ask'
      ? await request('POST', '/v1/queries', question, key)
      : await request('GET', `/v1/queries/${encodeURIComponent(what)}`);
  for (let page = 1; ; page += 1) {
    const code = show(answer, settings.logKey, `${file} ${name}`, pages);
    const { next, releaseId } = answer.body;
    if (code !== 0 || !next || page >= Number(pages)) return code;
    answer = await request('POST', `/v1/queries/${releaseId}/next`, { cursor: next });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  // On a full disk for instance; before the next page is asked for.
  process.stdout.on('error', ({ message }) => {
    say(`the answer could not be written: ${message}; make room, then ${LOST}`);
    process.exit(1);
  });
  process.exitCode = await main().catch(({ cause, error, error_description, message }) => {
    const why = error ? `${error} ${error_description ?? ''}` : cause instanceof Error ? cause.message : '';
    say(why === '' ? message : `${message} (${why})`);
    return 1;
  });
}
