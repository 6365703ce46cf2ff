/** A partner whose every query names an officer whom nobody has seen before, beyond its roster. */
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Asker } from '../../../setup/asker.ts';
import type { DemoJson } from '../../../setup/demo/running-demo.ts';
import { signInAtDemo } from '../../../setup/demo/sign-in-at-demo.ts';
import { requestBytes } from '../../../setup/http-bytes.ts';
import { HttpConnection } from '../../faults/load/http-connection.ts';
import { queryOf } from './measure-round.ts';

/** Ms between two queries: 600 a minute, which is what a client may ask. */
const EVERY = 100;

export class FreshOfficers {
  readonly ori: string;
  readonly #asker: Asker;
  readonly #connection: HttpConnection;
  readonly #plates: readonly string[];
  #stopping = false;
  #running: Promise<void> = Promise.resolve();
  /** Queries asked. */
  asked = 0;

  private constructor(asker: Asker, connection: HttpConnection, plates: readonly string[]) {
    this.ori = asker.ori;
    this.#asker = asker;
    this.#connection = connection;
    this.#plates = plates;
  }

  /** @param ownerUrl of the gateway's database: the agency is left without a place on its roster */
  static async open(file: DemoJson, ownerUrl: string): Promise<FreshOfficers> {
    const asker = await signInAtDemo(file, 'aurora');
    const client = new pg.Client({ connectionString: ownerUrl });
    await client.connect();
    await client.query('UPDATE agency SET roster = 1 WHERE ori = $1', [asker.ori]);
    await client.query(
      `INSERT INTO officer (agency_id, reference, name, status)
       SELECT id, 'takes-the-place', 'Officer', 'active' FROM agency WHERE ori = $1 ON CONFLICT DO NOTHING`,
      [asker.ori],
    );
    await client.end();
    return new FreshOfficers(asker, new HttpConnection(Number(new URL(file.gateway).port)), file.plates);
  }

  start(): void {
    this.#stopping = false;
    this.#running = this.#ask();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#running;
  }

  close(): void {
    this.#connection.close();
  }

  /** @throws Error where one is released: then it is not beyond the roster */
  async #ask(): Promise<void> {
    while (!this.#stopping) {
      this.asked += 1;
      const query = queryOf(this.#asker.ori, `fresh-${this.asked}`, this.#plates, this.asked);
      const { status } = await this.#connection.exchange(
        requestBytes(this.#asker, 'POST', '/v1/queries', query),
      );
      if (status !== 202 && status !== 403) throw new Error(`a fresh officer's query was answered ${status}`);
      await pause(EVERY);
    }
  }
}
