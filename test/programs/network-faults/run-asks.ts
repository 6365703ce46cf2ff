/** Asks again and again while faults and kills befall both sides, as an officer who does not give up would. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '../../../gateway/cli/client/connect.ts';
import { demoQuery } from '../../setup/demo/demo-query.ts';
import type { Shown } from './check-logs.ts';
import { FAULTS, KILLS } from './faults.ts';
import type { Scene } from './scene.ts';

export interface RunOptions {
  readonly asks: number;
  readonly kills: number;
  /** Ms after which no further ask begins. */
  readonly atMost: number;
  readonly tell: (line: string) => void;
}

export interface FaultCount {
  asks: number;
  /** Answered by each partner at the first try. */
  atOnce: number;
  later: number;
  /** Not answered by each partner at the last try either: asked again when all is over. */
  unanswered: number;
}

export interface Ran {
  readonly asks: number;
  readonly faults: Readonly<Record<string, FaultCount>>;
  readonly kills: Readonly<Record<string, number>>;
  readonly shown: readonly Shown[];
  /** Sentences of what should not have been answered. */
  readonly odd: readonly string[];
}

/** Tries of one ask, and ms between two. */
const TRIES = 60;
const BETWEEN = 250;
/** Ms after which a partner takes the key of a request again that was cut off in the middle of its work. */
const KEY_IS_FREE = 61_000;

interface Row {
  readonly ori: string;
  readonly outcome: string;
  readonly order: string;
  readonly reads?: readonly object[];
  readonly entry: { readonly index: number } | null;
}

export async function runAsks(scene: Scene, options: RunOptions): Promise<Ran> {
  const faults: Record<string, FaultCount> = {};
  const kills: Record<string, number> = {};
  const shown: Shown[] = [];
  const odd: string[] = [];
  const clients = [await scene.a.as('own-system', 'node'), await scene.a.as('own-system', 'demo')];
  const until = performance.now() + options.atMost;
  let restarts: Promise<unknown> = Promise.resolve();
  const unanswered: Ask[] = [];
  let killed = 0;
  let asks = 0;
  while (asks < options.asks && performance.now() < until) {
    // Each kill moves the faults by one, so that every fault meets every kind of kill.
    const turn = asks + killed;
    const fault = FAULTS[turn % FAULTS.length] as (typeof FAULTS)[number];
    faults[fault.name] ??= { asks: 0, atOnce: 0, later: 0, unanswered: 0 };
    const count = faults[fault.name] as FaultCount;
    const isKilled = Math.floor(((asks + 1) * options.kills) / options.asks) > killed;
    let kill: Promise<unknown> = Promise.resolve();
    if (isKilled) {
      // One at a time: somebody is left to answer.
      await restarts;
      const { kill: doIt, name } = KILLS[killed % KILLS.length] as (typeof KILLS)[number];
      killed += 1;
      kills[name] = (kills[name] ?? 0) + 1;
      kill = pause(Math.random() * 200).then(() => doIt(scene));
    }
    // Each partner in its turn has each fault.
    const partners = [...scene.ways.keys()];
    const end = await fault.begin(
      scene,
      partners[Math.floor(turn / FAULTS.length) % partners.length] as string,
    );
    const ask = askOf(scene, clients[0] as Client);
    const tries = await askUntilAnswered(clients, ask, { end, shown, odd });
    if (tries === null) unanswered.push(ask);
    await kill;
    if (isKilled) restarts = restart(scene);
    count.asks += 1;
    count[tries === 1 ? 'atOnce' : tries === null ? 'unanswered' : 'later'] += 1;
    asks += 1;
    if (asks % 50 === 0) options.tell(`${asks} asks, ${killed} kills, ${odd.length} odd`);
  }
  await restarts;
  if (unanswered.length > 0) await pause(KEY_IS_FREE);
  for (const ask of unanswered) {
    const tries = await askUntilAnswered(clients, ask, { end: async () => undefined, shown, odd });
    if (tries === null) odd.push(`ask ${ask.id}: never answered by ${[...ask.waiting].join(', ')}`);
  }
  return { asks, faults, kills, shown, odd };
}

async function restart({ a, b }: Scene): Promise<void> {
  for (const { node } of [a, b]) if (!node.running) await node.start();
}

interface Ask {
  readonly body: object;
  readonly headers: Readonly<Record<string, string>>;
  /** ORIs of the partners whose answer was not shown yet. */
  readonly waiting: Set<string>;
  id: string | null;
}

function askOf(scene: Scene, client: Client): Ask {
  const [plate] = scene.a.demo.file.plates.toSorted(() => Math.random() - 0.5);
  const at = [...scene.ways.keys()];
  const body = { ...demoQuery(client, plate as string), at };
  return { body, headers: { 'Idempotency-Key': randomUUID() }, waiting: new Set(at), id: null };
}

interface Noting {
  readonly end: () => Promise<void>;
  readonly shown: Shown[];
  readonly odd: string[];
}

/** Resolves to how many tries it took until each partner had answered; null: one had not at the last one either. */
async function askUntilAnswered(
  clients: readonly Client[],
  ask: Ask,
  { end, odd, shown }: Noting,
): Promise<number | null> {
  const { body, headers, waiting } = ask;
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const client = clients[tries % 3 === 2 ? 1 : 0] as Client;
    // Now by a repeat of the ask, which shows what was answered once more, now by collecting it.
    const sent =
      ask.id === null || tries % 2 === 1
        ? client.request('POST', '/v1/asks', body, headers)
        : client.request('GET', `/v1/asks/${ask.id}`);
    const answer = await sent.catch(() => null);
    if (tries === 1) await end();
    const { answers = [], askId } = (answer?.body ?? {}) as { answers?: readonly Row[]; askId?: string };
    ask.id = askId ?? ask.id;
    if (answer !== null && ![200, 409, 429, 503].includes(answer.status) && answer.status < 500)
      odd.push(`ask ${ask.id}: answered ${answer.status} ${JSON.stringify(answer.body).slice(0, 200)}`);
    for (const row of answers) {
      const { entry, order, ori, outcome, reads = [] } = row;
      if (outcome === 'unproven') odd.push(`ask ${ask.id}: an honest answer of ${ori} was called unproven`);
      if (!isShown(row)) continue;
      waiting.delete(ori);
      shown.push({
        ...{ partner: ori, ask: ask.id as string, outcome, order, reads: reads.length },
        there: (entry as { index: number }).index,
      });
    }
    if (waiting.size === 0) return tries;
    await pause(BETWEEN);
  }
  return null;
}

/** Tells whether an answer was shown: one that was released before comes without its reads where it is only collected. */
const isShown = (row: Row): boolean =>
  row.entry !== null && (row.outcome === 'released' ? row.reads !== undefined : row.outcome === 'refused');
