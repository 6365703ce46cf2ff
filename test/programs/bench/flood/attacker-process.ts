/**
 * One attacker, in a process of its own and behind everybody else's (`nice 19`): in truth attackers have machines of
 * their own, and what they take of this one would be measured as the gateway's slowness. It is told its part by a
 * message, and ends with its channel.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { setPriority } from 'node:os';
import { type Asker, createProofKey } from '../../../setup/asker.ts';
import { base64url, hashOf, seconds } from '../../../setup/mint.ts';
import { ask } from '../../attacks/scene/ask.ts';
import { queryBody } from '../../attacks/scene/query-body.ts';
import { flood, requestOf } from '../../attacks/scene/raw-flood.ts';
import { rsaJwk } from '../../attacks/scene/rsa-jwk.ts';

export const PARTS = [
  'idle connections',
  'slow readers',
  'rsa proofs',
  'no credentials',
  'refusals',
  'fresh officers',
  'searches',
  'pushes',
  'sign-ins',
] as const;
export type Part = (typeof PARTS)[number];

export interface AttackOrder {
  readonly part: Part;
  /** Addresses of the nodes. */
  readonly gateways: readonly string[];
  readonly publicUrl: string;
  /** Of a partner or an auditor, bound to the key whose thumbprint this process has said. */
  readonly token: string;
  readonly ori: string;
  readonly plate: string;
}

const LOWEST = 19;
/** Connections of each part. */
const CONNECTIONS = {
  ...{ idle: 2_000, slow: 2_000, rsa: 200, empty: 300, queries: 6, searches: 10 },
  ...{ pushes: 600, signIns: 200 },
};
/** Bytes of a push: as many as one may have. */
const LARGEST_PUSH = 4 * 2 ** 20;
/** Ms between two bytes of a slow head, and between two tries of a connection that was refused. */
const SLOW = 2_000;
const ADDRESSES = 250;
const LONGEST_LINE = '/v1/audit/export?format=ndjson&purpose=hit_and_run';
const SEARCHES = [
  '/v1/audit/entries?purpose=hit_and_run&limit=100',
  '/v1/audit/entries?reason=plate_too_short&limit=100',
  '/v1/audit/entries?effect=review&limit=100',
  '/v1/audit/entries?kind=review&limit=100',
  LONGEST_LINE,
];

setPriority(LOWEST);
let sent = 0;
const key = createProofKey();

/** Of no source that there is, with a signature that can be checked only when all of the body is here. */
const pushOfNobody = () =>
  'POST /v1/reads/nobody HTTP/1.1\r\nHost: gateway\r\nContent-Type: application/json\r\n' +
  `webhook-id: ${randomUUID()}\r\nwebhook-timestamp: ${seconds()}\r\n` +
  `webhook-signature: v1,${randomBytes(32).toString('base64')}\r\n` +
  `Content-Length: ${LARGEST_PUSH}\r\n\r\n${' '.repeat(2 ** 20)}`;

function keepOpen(
  gateways: readonly string[],
  count: number,
  first: () => string,
  more: string | null,
): void {
  const open = (turn: number) => {
    const port = Number(new URL(gateways[turn % gateways.length] as string).port);
    const localAddress = `127.0.${4 + (turn % 4)}.${1 + (turn % ADDRESSES)}`;
    const socket: Socket = connect({ port, host: '127.0.0.1', localAddress });
    socket.on('error', () => undefined);
    if (more === null) socket.pause();
    else socket.resume();
    socket.write(first());
    sent += 1;
    const slowly = more === null ? null : setInterval(() => socket.write(more), SLOW);
    socket.once('close', () => {
      if (slowly !== null) clearInterval(slowly);
      setTimeout(open, SLOW, turn);
    });
  };
  for (let turn = 0; turn < count; turn += 1) setTimeout(open, turn, turn);
}

function askOnAndOn(
  order: AttackOrder,
  connections: number,
  request: (turn: number) => [string, string, object?],
) {
  const asker: Asker = {
    ori: order.ori,
    token: order.token,
    proof: (method, path) => key.prove(method, order.publicUrl + path, order.token),
  };
  const keepOn = async (turn: number): Promise<never> => {
    for (let at = turn; ; at += connections) {
      const gateway = order.gateways[at % order.gateways.length] as string;
      await ask(gateway, asker, ...request(at));
      sent += 1;
    }
  };
  for (let turn = 0; turn < connections; turn += 1) void keepOn(turn);
}

function floodAll(order: AttackOrder, connections: number, requests: readonly Buffer[]): void {
  const floods = order.gateways.map((gateway) =>
    flood({ gateway, connections: connections / order.gateways.length, outstanding: 2, requests }),
  );
  setInterval(() => {
    sent = floods.reduce((sum, one) => sum + one.answered(), 0);
  }, 100);
}

function rsaRequests({ publicUrl, token }: AttackOrder): Buffer[] {
  const path = '/v1/sharing/halt';
  const header = base64url({ typ: 'dpop+jwt', alg: 'PS256', jwk: rsaJwk() });
  const bad = token.replace(/[^.]+$/, randomBytes(64).toString('base64url'));
  return Array.from({ length: 20 }, () => {
    const claims = {
      jti: randomUUID(),
      htm: 'POST',
      htu: publicUrl + path,
      iat: seconds(),
      ath: hashOf(bad),
    };
    const signature = randomBytes(1_024);
    signature[0] = 0;
    const DPoP = `${header}.${base64url(claims)}.${signature.toString('base64url')}`;
    return requestOf('POST', path, { Authorization: `DPoP ${bad}`, DPoP });
  });
}

const BEGIN: Readonly<Record<Part, (order: AttackOrder) => void>> = {
  'idle connections': ({ gateways }) =>
    keepOpen(gateways, CONNECTIONS.idle, () => 'POST /v1/queries HTTP/1.1\r\nHost: gateway\r\nX-Slow: ', 'x'),
  'slow readers': ({ gateways }) =>
    keepOpen(
      gateways,
      CONNECTIONS.slow,
      () => 'GET /openapi.json HTTP/1.1\r\nHost: gateway\r\n\r\n'.repeat(8),
      null,
    ),
  'rsa proofs': (order) => {
    let requests = rsaRequests(order);
    floodAll(order, CONNECTIONS.rsa, requests);
    // A proof is believed for a minute.
    setInterval(() => {
      requests = Object.assign(requests, rsaRequests(order));
    }, 30_000);
  },
  'no credentials': (order) =>
    floodAll(order, CONNECTIONS.empty, [
      requestOf('POST', '/v1/sharing/halt'),
      requestOf('GET', '/openapi.json'),
    ]),
  refusals: (order) =>
    askOnAndOn(order, CONNECTIONS.queries, () => [
      'POST',
      '/v1/queries',
      queryBody({ ...order, justification: 'because I want to' }),
    ]),
  'fresh officers': (order) =>
    askOnAndOn(order, CONNECTIONS.queries, (turn) => [
      'POST',
      '/v1/queries',
      queryBody({ ...order, officer: `fresh-${turn}` }),
    ]),
  pushes: ({ gateways }) => keepOpen(gateways, CONNECTIONS.pushes, pushOfNobody, ' '),
  'sign-ins': (order) =>
    floodAll(order, CONNECTIONS.signIns, [
      requestOf('GET', '/sign-in?return=/console'),
      requestOf('GET', '/sign-in/callback?code=x&state=y'),
      requestOf('GET', '/sign-in/callback?error=login_required&state=y'),
    ]),
  searches: (order) =>
    askOnAndOn(order, CONNECTIONS.searches, (turn) => ['GET', SEARCHES[turn % SEARCHES.length] as string]),
};

process.send?.({ thumbprint: key.thumbprint });
process.on('message', (message: AttackOrder | 'count') => {
  if (message === 'count') process.send?.({ sent });
  else BEGIN[message.part](message);
});
process.once('disconnect', () => process.exit());
