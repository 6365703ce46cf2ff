/** The routes of asks on a real server and a real log; partners answer from logs of their own. */
import { createHash } from 'node:crypto';
import { canonicalJson } from '../../../../gateway/audit/canonical-json.ts';
import { receiptFinder } from '../../../../gateway/audit/find-receipt.ts';
import { FollowedLog } from '../../../../gateway/audit/follow/followed-log.ts';
import type { GatewayClient } from '../../../../gateway/cli/client/http-client.ts';
import { GatewayError } from '../../../../gateway/faults/errors.ts';
import { routerOf } from '../../../../gateway/http/routes/router-of.ts';
import { type Agreement, agreementId } from '../../../../gateway/network/agreements/agreement-document.ts';
import type { AskDeps } from '../../../../gateway/network/asks/ask-deps.ts';
import { ASK_ROUTES } from '../../../../gateway/network/asks/ask-routes.ts';
import { hashOfSent } from '../../../../gateway/network/asks/sent-body.ts';
import type { SentQuestion } from '../../../../gateway/network/asks/verify-answer.ts';
import { PermittedOfficers } from '../../../../gateway/query/permitted-officers.ts';
import { SpentQuotas } from '../../../../gateway/query/spent-quotas.ts';
import { loadRegistry } from '../../../../gateway/registry/agencies/registry-store.ts';
import { findHeldQuery } from '../../../../gateway/release/facts/collection-store.ts';
import { InFlight } from '../../../../gateway/release/lease/in-flight.ts';
import type { Subject } from '../../../../sharing-rules/terms/asker.ts';
import type { CommitFixture } from '../../../setup/database/commit-fixture.ts';
import { insertPeer } from '../../../setup/database/insert-peer.ts';
import { OWNER, partnerSystem } from '../../../setup/database/sharing-fixture.ts';
import { standingLease } from '../../../setup/database/standing-lease.ts';
import { serveApp } from '../../../setup/serve-app.ts';
import { AnsweringLog } from './answering-log.ts';

export type Answer = { readonly status: number; readonly body: unknown };
/** Answers a question that has just come; `times` says how often this very one did. */
export type Answering = (
  question: SentQuestion,
  log: AnsweringLog,
  times: number,
) => Answer | Promise<Answer>;

export interface TestPeer {
  readonly ori: string;
  readonly log: AnsweringLog;
  answer: Answering;
  knowsAsker: boolean;
  /** The requests that came. */
  readonly came: {
    readonly path: string;
    readonly body: string | undefined;
    readonly key: string | undefined;
  }[];
}

/** Enters a partner with an agreement in force, as both accepted it. */
export async function enterPeer(
  { ownerPool }: Pick<CommitFixture, 'ownerPool'>,
  ori: string,
): Promise<TestPeer> {
  const log = new AnsweringLog(`${ori.toLowerCase()}.test/log`);
  const { agencyId } = await insertPeer(ownerPool, ori);
  const party = (name: string, vkey: string) => ({
    ori: name,
    name,
    resource: `https://${name.toLowerCase()}.test`,
    issuer: `https://issuer.${name.toLowerCase()}.test`,
    logKey: vkey,
  });
  const terms = {
    purposes: ['stolen_vehicle'],
    dataClasses: ['reads'],
    lookBackDays: 30,
    dailyRecords: 100,
    retentionDays: 21,
    officerMfa: true,
  };
  const agreement = {
    type: 'alpr-agreement/v1',
    parties: [party(OWNER, new AnsweringLog('ours.test/log').vkey), party(ori, log.vkey)],
    gives: { [ori]: terms },
    article74: true,
    from: '2026-01-01T00:00:00Z',
    until: '2099-01-01T00:00:00Z',
  } as unknown as Agreement;
  await ownerPool.query('ALTER TABLE network_agreement DISABLE TRIGGER USER');
  await ownerPool.query(
    `INSERT INTO network_agreement (id, agency_id, document, valid_from, valid_until, status, client_id)
     VALUES ($1, $2, $3, '2026-01-01', '2099-01-01', 'in_force', 'ours')`,
    [agreementId(agreement), agencyId, canonicalJson(agreement)],
  );
  await ownerPool.query('ALTER TABLE network_agreement ENABLE TRIGGER USER');
  await ownerPool.query('INSERT INTO network_peer (ori, agency_id) VALUES ($1, $2)', [ori, agencyId]);
  return { ori, log, came: [], knowsAsker: true, answer: () => ({ status: 503, body: {} }) };
}

/** The partner's side of the wire: gives the question as its parts, and the proof of its log. */
export function clientOf(peer: TestPeer): GatewayClient {
  const request: GatewayClient['request'] = async (_, path, text, headers = {}) => {
    const answered = (status: number, body: unknown) => ({
      status,
      body: JSON.parse(JSON.stringify(body)),
      headers: new Headers(),
    });
    const growth = /consistency\?from=(\d+)&to=(\d+)/.exec(path);
    if (growth !== null) {
      const [from, to] = [Number(growth[1]), Number(growth[2])];
      if (to > peer.log.size) return answered(404, {});
      return answered(200, { from, size: to, proof: await peer.log.growth(from, to) });
    }
    const key = headers['Idempotency-Key'];
    peer.came.push({ path, body: text as string | undefined, key });
    const times = peer.came.filter((one) => one.key === key).length;
    const first = peer.came.find(({ path: one }) => one === '/v1/queries')?.body ?? '{}';
    const asked = path.endsWith('/next') || text === undefined ? first : String(text);
    const { asker = null, from, limit = 100, onBehalfOf, plate, purpose, to } = JSON.parse(asked);
    const question = {
      ...{ ori: OWNER, asker, onBehalfOf, knownSize: 0, askedAt: 0, heldIndex: null },
      queryHash: hashOfSent(asked, Date.now()),
      purpose: { code: purpose.code, caseNumber: purpose.caseNumber },
      traceparent: headers.traceparent ?? '',
      bounds: { from: Date.parse(from), to: Date.parse(to), limit, plate },
    };
    const { status, body: given } = await peer.answer(question, peer.log, times);
    return answered(status, given);
  };
  return { request, open: () => Promise.reject(new Error('nothing is streamed')) };
}

export async function serveAsks(
  fixture: CommitFixture,
  peers: readonly TestPeer[],
  subject: Partial<Subject> = {},
) {
  const { deps, ownerPool, pool, queue } = fixture;
  const inFlight = new InFlight(standingLease());
  const { rows } = await ownerPool.query('SELECT id FROM agency WHERE is_owner');
  const by = partnerSystem(rows[0].id, { clientId: 'own-system', ori: OWNER, ...subject });
  const alarms: object[] = [];
  let scope = 'alpr.ask';
  const routes: AskDeps = {
    ...{ pool, now: Date.now, limits: deps.limits, rulesRevision: 'test', commit: queue.commit },
    authenticate: async (_, wanted) => {
      if (wanted !== scope) throw new GatewayError('forbidden', 'the access token lacks the scope');
      return { subject: by, proof: null, keyThumbprint: 'test' };
    },
    limitRate: async () => undefined,
    registry: { snapshot: await loadRegistry(pool, OWNER) },
    ...{ spentQuotas: new SpentQuotas(), permittedOfficers: new PermittedOfficers(inFlight), inFlight },
    reads: {
      asksOutside: false,
      check: async () => undefined,
      find: async () => ({ text: '[]', count: 0, next: null }),
    },
    textOf: ({ appended, id }) => ({
      next: null,
      text: JSON.stringify({
        ...{ releaseId: id, reads: [], next: null },
        receipt: { index: appended.sealed.index, checkpoint: appended.checkpoint, leafHash: '' },
      }),
    }),
    ...{ cursorKey: Buffer.alloc(32), keptAnswersSecret: Buffer.alloc(32) },
    ...{
      findShared: async () => new Set<string>(),
      recordFault: async () => undefined,
      claimProof: async () => true,
    },
    findPeerOrigin: async () => null,
    findHeldQuery: (id) => findHeldQuery(pool, id),
    hasPlace: async () => false,
    findReceipt: receiptFinder(pool, deps.signer, new FollowedLog({ db: pool })),
    ...{ silent: new Set<string>(), origin: deps.signer.origin, plateKeys: deps.plateKeys },
    log: { error: (fields) => void alarms.push(fields) },
    reach: async ({ ori }) => {
      const peer = peers.find((one) => one.ori === ori);
      if (peer === undefined) throw new GatewayError('unavailable', 'nobody is there');
      return { client: clientOf(peer), takes: new Set(peer.knowsAsker ? ['asker'] : []) };
    },
  };
  const served = await serveApp({ apiRoutes: [routerOf(ASK_ROUTES, routes)] });
  const send = (method: string, path: string, body?: object, headers: Record<string, string> = {}) =>
    fetch(`${served.url}${path}`, {
      method,
      headers: { 'Content-Type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return {
    ...served,
    alarms,
    inFlight,
    send,
    as: (next: string) => {
      scope = next;
    },
  };
}

/** A body that our rules permit. */
export function askBody(at: readonly string[], changes: object = {}): object {
  const now = Date.now();
  return {
    purpose: {
      code: 'stolen_vehicle',
      caseNumber: 'CR-2026-0142',
      justification: 'sedan stolen from a driveway overnight, seen on Dahlia Street',
    },
    onBehalfOf: { id: 'officer-1', name: 'Officer One', ori: OWNER },
    plate: { number: 'ZZT1234' },
    from: new Date(now - 86_400_000).toISOString(),
    to: new Date(now).toISOString(),
    at,
    ...changes,
  };
}

export const hashOf = (value: unknown) => createHash('sha256').update(canonicalJson(value)).digest('base64');
