/** One round: a partner's releases as fast as they are answered, while another agency is revoked over and over. */
import { setTimeout as pause } from 'node:timers/promises';
import { DAY } from '../../../../sharing-rules/terms/retention.ts';
import type { Asker } from '../../../setup/asker.ts';
import type { DemoJson } from '../../../setup/demo/running-demo.ts';
import { signInAtDemo } from '../../../setup/demo/sign-in-at-demo.ts';
import { requestBytes } from '../../../setup/http-bytes.ts';
import { Administrator } from '../../faults/load/administrator.ts';
import { load, type Requests } from '../query/load.ts';
import { quantile } from '../support/quantile.ts';

const CONNECTIONS = 16;
const MOST_PER_SECOND = 2_500;
/** Ms to wait after each revocation: short, so that a round has enough of them for a p99. */
const REVOKE_EVERY = 10;
/** Without a grant: each call places a mark of its own, and waits for its drain, all the same. */
const REVOKED = 'CO0010200';

export const CONDITIONS = ['quiet', 'fresh officers', 'and auditors'] as const;
export type Condition = (typeof CONDITIONS)[number];

export interface Measured {
  /** Releases a second. */
  readonly commits: number;
  /** Ms, of a query. */
  readonly p50: number;
  readonly p99: number;
  readonly revokes: number;
  /** Ms, of a revocation. */
  readonly revokeP50: number;
  readonly revokeP99: number;
}

/**
 * Several rounds as one: the mean of the commits a second, and the medians of the latencies, which a round in which the
 * machine itself stood still doesn't set.
 */
export function together(rounds: readonly Measured[]): Measured {
  const middle = (of: (round: Measured) => number) =>
    quantile(
      rounds.map(of).sort((a, b) => a - b),
      0.5,
    );
  return {
    commits: rounds.reduce((sum, { commits }) => sum + commits, 0) / rounds.length,
    p50: middle(({ p50 }) => p50),
    p99: middle(({ p99 }) => p99),
    revokes: rounds.reduce((sum, { revokes }) => sum + revokes, 0),
    revokeP50: middle(({ revokeP50 }) => revokeP50),
    revokeP99: middle(({ revokeP99 }) => revokeP99),
  };
}

/** A query that the rules permit, for one of the demo's plates. */
export function queryOf(ori: string, officer: string, plates: readonly string[], number: number): object {
  const now = Date.now();
  return {
    purpose: {
      code: 'stolen_vehicle',
      caseNumber: `CR-2026-${number}`,
      justification: 'sedan stolen from a driveway overnight',
    },
    onBehalfOf: { id: officer, name: 'Officer', ori },
    plate: { number: plates[number % plates.length] },
    from: new Date(now - DAY).toISOString(),
    to: new Date(now).toISOString(),
    limit: 5,
  };
}

export class RoundMaker {
  readonly #port: number;
  readonly #plates: readonly string[];
  readonly #asker: Asker;
  readonly #administrator: Administrator;

  private constructor(file: DemoJson, asker: Asker, administrator: Asker) {
    this.#port = Number(new URL(file.gateway).port);
    this.#plates = file.plates;
    this.#asker = asker;
    this.#administrator = new Administrator(this.#port, administrator);
  }

  static async open(file: DemoJson): Promise<RoundMaker> {
    const [partner, administrator] = await Promise.all([
      signInAtDemo(file, 'adams'),
      signInAtDemo(file, 'admin-1'),
    ]);
    return new RoundMaker(file, partner, administrator);
  }

  /** @throws Error where a query is not released or a revocation not done */
  async measure(seconds: number): Promise<Measured> {
    const requests = this.#requests(Math.ceil((MOST_PER_SECOND * seconds) / CONNECTIONS));
    const answers = load(this.#port, requests, seconds * 1_000);
    const revokes = await this.#revoke(performance.now() + seconds * 1_000);
    const { failures, p50, p99, perSecond } = await answers;
    if (failures > 0) throw new Error(`${failures} queries were not released`);
    return {
      ...{ commits: perSecond, p50, p99, revokes: revokes.length },
      ...{ revokeP50: quantile(revokes, 0.5), revokeP99: quantile(revokes, 0.99) },
    };
  }

  close(): void {
    this.#administrator.close();
  }

  #requests(each: number): Requests[] {
    return Array.from({ length: CONNECTIONS }, (_, connection) =>
      Array.from({ length: each }, (_, i) => {
        const number = i * CONNECTIONS + connection;
        const query = queryOf(this.#asker.ori, `officer-${connection}`, this.#plates, number);
        return requestBytes(this.#asker, 'POST', '/v1/queries', query);
      }),
    );
  }

  /** Sorted times, ms. */
  async #revoke(until: number): Promise<number[]> {
    const times: number[] = [];
    while (performance.now() < until) {
      const began = performance.now();
      const { status } = await this.#administrator.ask('POST', `/v1/agencies/${REVOKED}/revoke`, {
        reason: 'bench',
      });
      if (status !== 200) throw new Error(`a revocation was answered ${status}`);
      times.push(performance.now() - began);
      await pause(REVOKE_EVERY);
    }
    return times.sort((a, b) => a - b);
  }
}
