/** Sends generated requests through the proxy as each of the cast, and counts what was answered and what was wrong. */

import type { Operation } from '../../../gateway/http/routes/route.ts';
import { OPERATIONS } from '../../../gateway/node/routes/operations.ts';
import { each } from '../../hostile/hostile-client.ts';
import { createChance } from '../../hostile/random.ts';
import type { RunningDemo } from '../../setup/demo/running-demo.ts';
import { OFFICER, PARTNER, type Player, signInCast } from './cast.ts';
import { Cuts } from './cuts.ts';
import { exchange, NoAnswer } from './exchange.ts';
import { LIST } from './fitting-bodies.ts';
import { judge } from './judge.ts';
import { KnownThings } from './known-things.ts';
import { type Asked, makeRequest, type Scene } from './make-request.ts';
import { OUT_OF_REACH } from './out-of-reach.ts';
import { walk } from './walk.ts';

const CONNECTIONS = 4;
/** The part of the requests in which nothing is halted. */
const CALM = 0.75;
const ENDS_IDENTITIES: ReadonlySet<string> = new Set(['removePerson', 'removeIssuer']);
const HALTS: ReadonlySet<string> = new Set(['haltSharing', 'resumeSharing']);
/** A person of the demo who makes no requests here, and so may be suspended and reinstated. */
const STRANGER = 'ccpd-officer';
/** Kept of them, so that a report can be read. */
const MOST_VIOLATIONS = 40;

export interface ContractReport {
  readonly requests: number;
  readonly seconds: number;
  /** Answers that a right's end cut, as it must; asked again. */
  readonly cut: number;
  readonly violations: readonly string[];
  /** Operations that did not come to what each must come to in such a run. */
  readonly unseen: readonly string[];
  readonly byRole: Readonly<Record<string, number>>;
  readonly byStatus: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export interface ContractOptions {
  readonly requests: number;
  readonly seed: number;
}

export async function askThrough(
  proxyUrl: string,
  demo: RunningDemo,
  { requests, seed }: ContractOptions,
): Promise<ContractReport> {
  const began = performance.now();
  const players = await signInCast(demo);
  const scene: Scene = {
    chance: createChance(seed),
    known: new KnownThings(),
    players,
    plates: demo.file.plates,
  };
  const spares = createSpares(demo, scene);
  const cuts = new Cuts();
  const violations: string[] = [];
  const byStatus: Record<string, Record<string, number>> = {};
  const byRole: Record<string, number> = {};
  // Each further one would take as long to find out: a run ends at the first.
  let isSilent = false;
  const send = async (asked: Asked): Promise<number> => {
    const { id } = asked.operation;
    const who = asked.player?.name ?? 'nobody';
    count(byRole, who);
    const response = await cuts.around(asked.operation, () => exchange(proxyUrl, asked));
    if (response instanceof NoAnswer) {
      isSilent = true;
      violations.push(`${id} as ${who}: ${response.message}; nothing more was asked`);
      return 0;
    }
    const { body, wrong } = await judge(asked, response);
    byStatus[id] = byStatus[id] ?? {};
    count(byStatus[id], String(response.status));
    violations.push(...wrong.map((what) => `${id} as ${who}: ${what}`));
    if (response.ok) scene.known.learn(asked.operation, body, who, spares);
    return response.status;
  };
  // Persons and issuers are removed when all is over.
  const isLeft = ({ id }: Operation) =>
    !isSilent && !ENDS_IDENTITIES.has(id) && !OUT_OF_REACH[id] && !isCarriedOut(byStatus[id]);
  const sendAndGoOn = async (asked: Asked) => {
    if (isSilent) return;
    const status = await send(asked);
    if (asked.operation.id === 'haltSharing' && status === 200) await resume(scene, send);
  };
  await walk(scene, isLeft, sendAndGoOn);
  const flood = function* () {
    for (let n = 0; n < requests && !isSilent; n += 1) yield operationAt(n, n < requests * CALM);
  };
  await each(flood(), CONNECTIONS, (operation) => sendAndGoOn(makeRequest(operation, scene)));
  if (!isSilent) await endIdentities(scene, send);
  return {
    requests: Object.values(byRole).reduce((sum, n) => sum + n, 0),
    seconds: Math.round((performance.now() - began) / 1_000),
    cut: cuts.count,
    violations: [...new Set(violations)].slice(0, MOST_VIOLATIONS),
    unseen: unseenOf(byStatus),
    byRole,
    byStatus,
  };
}

/** What partners ask is asked more often. A halt drops what waits and what goes on, so that halts come last. */
function operationAt(n: number, isCalm: boolean): Operation {
  const often = OPERATIONS.filter(
    ({ path }) => path.startsWith('/v1/queries') || path.startsWith('/v1/reviews'),
  );
  const queries = Array<Operation>(4).fill(operationOf('queryReads'));
  const all = [...OPERATIONS, ...often, ...often, ...queries].filter(({ id }) => !isCalm || !HALTS.has(id));
  return all[n % all.length] as Operation;
}

const isCarriedOut = (byStatus: Readonly<Record<string, number>> = {}) =>
  Object.keys(byStatus).some((status) => Number(status) < 300);

function count(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

type Send = (asked: Asked) => Promise<number>;

function operationOf(id: string): Operation {
  return OPERATIONS.find((one) => one.id === id) as Operation;
}

function as({ players }: Scene, name: string): Player {
  return players.find((player) => player.name === name) as Player;
}

/** Two persons end a halt; until then nothing is released. */
async function resume(scene: Scene, send: Send): Promise<void> {
  const operation = operationOf('resumeSharing');
  for (const name of ['admin-1', 'admin-2']) {
    const body = { reason: 'the test goes on' };
    await send({
      operation,
      player: as(scene, name),
      method: 'POST',
      path: operation.path,
      headers: {},
      body,
    });
  }
}

/** Last, since nobody can sign in any more: a person, then the issuer of them all. */
async function endIdentities(scene: Scene, send: Send): Promise<void> {
  const player = as(scene, 'admin-1');
  const body = { reason: 'the test is over' };
  for (const [id, kind] of [
    ['removePerson', 'people'],
    ['removeIssuer', 'the issuer'],
  ] as const) {
    const operation = operationOf(id);
    const path = operation.path.replace('{id}', scene.known.of(kind)[0] ?? 'x');
    await send({ operation, player, method: 'POST', path, headers: {}, body });
  }
}

/** What must be left as it is while requests are made: anyone who asks, the grant of them, the source of the list. */
function createSpares({ file }: RunningDemo, { known, players }: Scene): (item: object) => boolean {
  const names = new Set(players.map(({ name }) => name));
  const clients = new Set(file.clients.filter(({ name }) => names.has(name)).map(({ clientId }) => clientId));
  const agencies = new Set([file.owner, as({ players } as Scene, PARTNER).asker.ori]);
  return (item) => {
    const { clientId, hitId, id, issuer, jwksUri, kind, list, ori, partner, subject } = item as Readonly<
      Record<string, string | null>
    >;
    if (subject === STRANGER) known.add('strangers', String(id));
    if (subject !== undefined) {
      if (subject === OFFICER) known.add('people', String(id));
      if (subject === 'auditor' || subject === 'chief') known.add('readers of misuse reports', String(id));
      return true;
    }
    if (jwksUri !== undefined) {
      known.add('the issuer', String(id));
      known.add('addresses of the issuer', String(issuer));
      return true;
    }
    // Without its source the list is fetched no more; hits, jobs and pushes of it come and go.
    if (list === LIST && !hitId && !kind && !partner) return true;
    return (
      agencies.has(String(partner ?? (clientId === undefined ? ori : ''))) || clients.has(String(clientId))
    );
  };
}

/**
 * Each operation must have been carried out but those that are out of reach, and each that takes a token must have been
 * refused to somebody.
 */
function unseenOf(byStatus: ContractReport['byStatus']): string[] {
  return OPERATIONS.flatMap(({ id, scope }) => {
    const statuses = Object.keys(byStatus[id] ?? {}).map(Number);
    const good = isCarriedOut(byStatus[id]);
    const refused = scope === null || statuses.some((status) => status >= 400);
    return good !== Object.hasOwn(OUT_OF_REACH, id) && refused
      ? []
      : [`${id} came to ${statuses.join(', ') || 'nothing'} only`];
  });
}
