/** Other agencies' gateways that answer truly, cheaply: each with an address, a token endpoint, a key and a log of its own. */

import { createCheckpointSigner, generateLogKey } from '../../../gateway/audit/checkpoint-signer.ts';
import {
  type Agreement,
  agreementId,
  type Party,
} from '../../../gateway/network/agreements/agreement-document.ts';
import { noteText } from '../../../gateway/network/agreements/agreement-note.ts';
import { hashOfSent } from '../../../gateway/network/asks/sent-body.ts';
import type { AskerEntry } from '../../../gateway/network/asks/verify-answer.ts';
import { AnsweringLog, statedRead } from '../../gateway/network/asks/answering-log.ts';
import { type Served, serveOnLoopback } from '../serve-on-loopback.ts';

export interface TruthfulPeer extends Served {
  readonly party: Party;
  /** Grows with each release, and says which entry of the other log it names. */
  readonly releases: readonly TruthfulRelease[];
}

export interface TruthfulRelease {
  readonly index: number;
  /** Standard base64. */
  readonly leafHash: string;
  /** Ms, as its entry says. */
  readonly at: number;
  readonly asker: AskerEntry | null;
}

/** Reads in each answer, as many as a plain query of a week finds of a benchmark's plate. */
const READS = 6;
const MINUTE = 60_000;
/** Answers that are kept for a repeat. */
const KEPT = 1_000;

/** @param asks the ORI of the gateway that asks */
export async function serveTruthfulPeer(ori: string, asks: string): Promise<TruthfulPeer> {
  const origin = `${ori.toLowerCase()}.test/log`;
  const signer = createCheckpointSigner(origin, generateLogKey());
  const log = new AnsweringLog(origin, signer);
  const given = new Map<string, object>();
  const releases: TruthfulRelease[] = [];

  const query = (text: string, key: string, traceparent: string): object => {
    const known = given.get(key);
    if (known !== undefined) return known;
    const { asker = null, from, limit = 100, onBehalfOf, plate, purpose, to } = JSON.parse(text);
    const bounds = { from: Date.parse(from), to: Date.parse(to), limit, plate };
    const reads = Array.from({ length: Math.min(READS, limit) }, (_, i) =>
      statedRead({ plate: plate.number, capturedAt: new Date(bounds.to - (i + 1) * MINUTE).toISOString() }),
    );
    const { caseNumber, code } = purpose;
    const queryHash = hashOfSent(text, Date.now());
    const about = {
      ...{ ori: asks, purpose: { code, caseNumber }, onBehalfOf, bounds, asker, traceparent, queryHash },
    };
    const answer = log.release({ ...about, knownSize: 0, askedAt: 0, heldIndex: null }, reads);
    const { asker: own, index, leafHash } = answer.receipt;
    releases.push({ index, leafHash, at: Date.parse(JSON.parse(own.detail).at), asker });
    given.set(key, answer);
    if (given.size > KEPT) given.delete(given.keys().next().value as string);
    return answer;
  };

  const served = await serveOnLoopback(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const { headers, url: path = '' } = request;
    const send = (status: number, body: unknown) => {
      const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
      response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': bytes.length });
      response.end(bytes);
    };
    const resource = served.url;
    if (path === '/v1/queries')
      return send(200, query(text, String(headers['idempotency-key']), String(headers.traceparent ?? '')));
    const [, from, to] = /^\/v1\/log\/consistency\?from=(\d+)&to=(\d+)$/.exec(path) ?? [];
    if (from !== undefined)
      return send(200, { from: Number(from), size: Number(to), proof: await log.growth(+from, Number(to)) });
    if (path === '/v1/log/checkpoint') return send(200, log.checkpoint);
    if (path === '/v1/network/signals') return send(202, '');
    if (path === '/v1/network/agreements') return send(200, accepted((JSON.parse(text) as Sent).agreement));
    if (path === '/token') return send(200, { access_token: 'one', token_type: 'DPoP', expires_in: 86_400 });
    if (path.includes('oauth-protected-resource')) {
      const known = { alpr_ori: ori, alpr_log_key: log.vkey, alpr_request: ['asker', 'incident'] };
      return send(200, { resource, authorization_servers: [resource], ...known });
    }
    if (path.includes('/.well-known/'))
      return send(200, { issuer: resource, token_endpoint: `${resource}/token` });
    send(404, {});
  });

  /** Accepts whatever is proposed. */
  const accepted = (agreement: Agreement) => {
    const id = agreementId(agreement);
    return {
      id,
      status: 'in_force',
      notes: [signer.signText(noteText(id, { word: 'accept', at: Date.now() }))],
    };
  };
  const { url } = served;
  return { ...served, releases, party: { ori, name: ori, resource: url, issuer: url, logKey: log.vkey } };
}

interface Sent {
  readonly agreement: Agreement;
}
