/**
 * A partner's client of the gateway: asks, follows pages, picks up what was held, and checks each answer's receipt.
 * Usage, with answers as JSON on standard output and everything else on standard error:
 *   npx tsx client.ts SETTINGS.json NAME ask QUERY.json [--pages 5] [--key IDEMPOTENCY-KEY]
 *   npx tsx client.ts SETTINGS.json NAME pick-up QUERY-ID [--pages 5]
 * Exit code: 0 released, 3 held for a person, 4 refused with reasons, 1 anything else.
 */
import { randomUUID, webcrypto } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import * as openid from 'openid-client';
import { type Answer, say, show } from './show-answer.ts';

/** What the owner of the gateway told you, and your own clients; the demo's `demo.json` has this form. */
export interface Settings {
  readonly issuer: string;
  /** The gateway's public address: where to ask, and what tokens are for. */
  readonly resource: string;
  /** The public log's key. */
  readonly logKey: string;
  readonly clients: readonly { name: string; clientId: string; scope: string; privateJwk: PrivateJwk }[];
}

type PrivateJwk = Record<'kid' | 'kty' | 'crv' | 'x' | 'y' | 'd', string>;

export type Request = (method: string, path: string, key: string, body?: object) => Promise<Answer>;

const MOST_TRIES = 5;
const LONGEST_WAIT = 90; // Seconds. A longer wait, e.g. for the next day, is left to you.
const MARGIN = 15; // Seconds before a token expires.

function readJson(path: string) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    // The parser's words may repeat a part of your key.
    throw error instanceof SyntaxError ? new Error(`\`${path}\` is not JSON`) : error;
  }
}

/** Discovers the issuer. Tokens are taken when needed, bound to a key that is made here (RFC 9449). */
export async function connect({ clients, issuer, resource }: Settings, name: string): Promise<Request> {
  const client = clients.find((each) => each.name === name);
  const names = clients.map((each) => each.name).join(', ');
  if (client === undefined) throw new Error(`the settings have no client \`${name}\`: give one of ${names}`);
  const { clientId, scope } = client;
  const { kid, kty, crv, x, y, d } = client.privateJwk;
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  const key = await webcrypto.subtle.importKey('jwk', { kty, crv, x, y, d }, algorithm, false, ['sign']);
  // Plain HTTP is for the demo on this machine; everywhere else the addresses begin with https.
  const isLocal = [issuer, resource].every((url) => new URL(url).hostname === '127.0.0.1');
  const execute = isLocal ? [openid.allowInsecureRequests] : [];
  const authentication = openid.PrivateKeyJwt({ key, kid });
  const config = await openid.discovery(new URL(issuer), clientId, {}, authentication, { execute });
  const DPoP = openid.getDPoPHandle(config, await openid.randomDPoPKeyPair('ES256'));
  let token = { text: '', until: 0 };

  async function currentToken(): Promise<string> {
    if (token.until < Date.now()) {
      const granted = await openid.clientCredentialsGrant(config, { scope, resource }, { DPoP });
      const until = Date.now() + ((granted.expiresIn() ?? 0) - MARGIN) * 1000;
      token = { text: granted.access_token, until };
    }
    return token.text;
  }

  /** Sends it with a new proof, and once more with the nonce where the gateway asks for one (RFC 9449 section 9). */
  async function send(method: string, path: string, headers: Headers, text?: string): Promise<Answer> {
    const url = new URL(resource.replace(/\/+$/, '') + path);
    const response = await openid
      .fetchProtectedResource(config, await currentToken(), url, method, text, headers, { DPoP })
      .catch((error) => {
        if (error instanceof openid.WWWAuthenticateChallengeError) return error.response;
        throw error;
      });
    const { headers: told, status } = response;
    if (!/json/.test(told.get('Content-Type') ?? '')) throw new TypeError(`${status}: a page of a proxy's`);
    return { status, headers: told, body: await response.json() };
  }

  // With its one Idempotency-Key, a request is carried out and counted once, however often it is sent.
  return async (method, path, idempotencyKey, body) => {
    const headers = new Headers({ Accept: 'application/json', 'Idempotency-Key': idempotencyKey });
    if (body !== undefined) headers.set('Content-Type', 'application/json');
    let renewed = false;
    for (let tries = 1; ; tries += 1) {
      let wait = tries;
      try {
        const answer = await send(method, path, headers, body && JSON.stringify(body));
        if (answer.headers.has('Idempotency-Replayed')) say('the gateway repeated its first answer');
        wait = Number(answer.headers.get('Retry-After') ?? LONGEST_WAIT + 1);
        const isNotNow = [409, 429, 503].includes(answer.status) && wait <= LONGEST_WAIT;
        if (answer.status === 401 && !renewed) {
          [renewed, token, wait] = [true, { text: '', until: 0 }, 0];
        } else if (!isNotNow || tries === MOST_TRIES) return answer;
        else say(`${answer.status}: asked again in ${wait} s`);
      } catch (error) {
        // No answer, or not a whole one: what was asked may have been done.
        if (!(error instanceof TypeError) || tries === MOST_TRIES) throw error;
        say(`no answer (${error.message}): asked again in ${wait} s`);
      }
      await pause(wait * 1000);
    }
  };
}

async function main(): Promise<number> {
  const help = { type: 'boolean', short: 'h' } as const;
  const options = { pages: { type: 'string', default: '1' }, key: { type: 'string' }, help } as const;
  const { positionals, values } = parseArgs({ options, allowPositionals: true });
  const [file = '', name = '', act, what = ''] = positionals;
  const asks = act === 'ask';
  if (what === '' || (!asks && act !== 'pick-up')) {
    const words = 'SETTINGS.json NAME (ask QUERY.json | pick-up QUERY-ID) [--pages 5] [--key KEY]';
    throw new Error(`usage: npx tsx client.ts ${words}`);
  }
  const settings: Settings = readJson(file);
  const question = asks ? readJson(what) : undefined;
  const request = await connect(settings, name);
  const { key = asks ? randomUUID() : `pick-up-${what}`, pages } = values;
  say(`with --key ${key} the same answers come again within a day, counted once`);
  const path = asks ? '/v1/queries' : `/v1/queries/${encodeURIComponent(what)}`;
  const later = (id: string) => `npx tsx client.ts ${file} ${name} pick-up ${id} --pages ${pages}`;
  let answer = await request(asks ? 'POST' : 'GET', path, key, question);
  for (let page = 1; ; page += 1) {
    const code = await show(answer, settings.logKey, later, page >= Number(pages));
    const { next: cursor, releaseId } = answer.body;
    if (code !== 0 || !cursor || page >= Number(pages)) return code;
    // The key follows from the page before: started again, we ask for the same.
    answer = await request('POST', `/v1/queries/${releaseId}/next`, `page-after-${releaseId}`, { cursor });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.exitCode = await main().catch(({ cause, error, error_description, message }) => {
    const why = error ? `${error} ${error_description ?? ''}` : cause instanceof Error ? cause.message : '';
    say(why === '' ? message : `${message} (${why})`);
    return 1;
  });
}
