/**
 * Load at a rate that is offered whatever the answers do. Requests and their proofs are made before the clock starts,
 * so that the client takes little of the machine that it measures.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Asker } from '../../../setup/asker.ts';
import { requestBytes } from '../../../setup/http-bytes.ts';
import { clock, type History } from '../../faults/load/history.ts';
import { HttpConnection } from '../../faults/load/http-connection.ts';
import { attemptOf, queryBody } from '../../faults/load/partner-load.ts';

/** A query, ready to be sent. */
export interface Prepared {
  readonly ori: string;
  readonly bytes: Buffer;
}

/** A proof is believed for a minute: so many may be made at once as are sent within that. */
export function prepare(askers: readonly Asker[], count: number, limit: number): Prepared[] {
  return Array.from({ length: count }, (_, turn) => {
    const asker = askers[turn % askers.length] as Asker;
    const bytes = requestBytes(asker, 'POST', '/v1/queries', queryBody(asker.ori, turn, limit));
    return { ori: asker.ori, bytes };
  });
}

export interface OpenLoadOptions {
  /** Of the nodes: requests go to them in turn, and past one whose connections are all waiting for answers. */
  readonly ports: readonly number[];
  readonly connectionsEach: number;
  readonly perSecond: number;
  readonly history: History;
}

/** Ms between looks at what is due. */
const LOOK_EVERY = 2;

export class OpenLoad {
  readonly #options: OpenLoadOptions;
  readonly #requests: readonly Prepared[];
  readonly #free: HttpConnection[];
  readonly #underWay = new Set<Promise<void>>();
  readonly #ended: Promise<void>;
  #sent = 0;
  #over = false;

  constructor(options: OpenLoadOptions, requests: readonly Prepared[]) {
    this.#options = options;
    this.#requests = requests;
    this.#free = Array.from({ length: options.connectionsEach }, () =>
      options.ports.map((port) => new HttpConnection(port)),
    ).flat();
    this.#ended = this.#offer();
  }

  /** Whether less than this many seconds' requests are left. */
  isNearlySpent(seconds: number): boolean {
    return this.#requests.length - this.#sent < seconds * this.#options.perSecond;
  }

  /** Resolves to how many were sent, when all are answered. */
  async stop(): Promise<number> {
    this.#over = true;
    await this.#ended;
    await Promise.all(this.#underWay);
    for (const connection of this.#free) connection.close();
    return this.#sent;
  }

  async #offer(): Promise<void> {
    const began = performance.now();
    while (!this.#over) {
      await pause(LOOK_EVERY);
      const due = ((performance.now() - began) / 1_000) * this.#options.perSecond;
      while (this.#sent < due) {
        const connection = this.#free.shift();
        const request = this.#requests[this.#sent];
        if (connection === undefined || request === undefined) break;
        this.#sent += 1;
        const asked = this.#ask(connection, request).finally(() => this.#underWay.delete(asked));
        this.#underWay.add(asked);
      }
    }
  }

  async #ask(connection: HttpConnection, { bytes, ori }: Prepared): Promise<void> {
    const begun = clock();
    const answer = await connection.exchange(bytes).catch(() => null);
    this.#options.history.attempts.push(attemptOf(ori, begun, answer, null));
    this.#free.push(connection);
  }
}
