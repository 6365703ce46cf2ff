/** A demo with so many officers of one agency: its rounds are measured in turns with those of other numbers. */
import { type RunningDemo, startDemo } from '../../../setup/demo/running-demo.ts';
import { takeAsGrown } from '../support/take-as-grown.ts';
import { AuditReaders } from './audit-readers.ts';
import { fillLog } from './fill-log.ts';
import { fillOfficers } from './fill-officers.ts';
import { FreshOfficers } from './fresh-officers.ts';
import { type Condition, type Measured, RoundMaker } from './measure-round.ts';

const LOAD_DEMO = { RATE_LIMIT_PER_MINUTE: '100000000', LOG_LEVEL: 'error' };

export class Level {
  readonly officers: number;
  readonly rounds: Record<Condition, Measured[]> = { quiet: [], 'fresh officers': [], 'and auditors': [] };
  readonly #demo: RunningDemo;
  readonly #maker: RoundMaker;
  readonly #fresh: FreshOfficers;
  readonly #readers: AuditReaders | null;

  private constructor(
    officers: number,
    demo: RunningDemo,
    parts: { maker: RoundMaker; fresh: FreshOfficers; readers: AuditReaders | null },
  ) {
    this.officers = officers;
    this.#demo = demo;
    this.#maker = parts.maker;
    this.#fresh = parts.fresh;
    this.#readers = parts.readers;
  }

  /** @param entries of its log; with 0 no auditor reads */
  static async open(officers: number, entries: number): Promise<Level> {
    const demo = await startDemo(LOAD_DEMO, 'build');
    try {
      const { gatewayOwnerUrl } = demo.file.databases;
      await fillLog(gatewayOwnerUrl, entries);
      const fresh = await FreshOfficers.open(demo.file, gatewayOwnerUrl);
      await fillOfficers(gatewayOwnerUrl, fresh.ori, officers);
      await takeAsGrown(gatewayOwnerUrl);
      const maker = await RoundMaker.open(demo.file);
      const readers = entries === 0 ? null : await AuditReaders.open(demo.file);
      return new Level(officers, demo, { maker, fresh, readers });
    } catch (error) {
      await demo.stop();
      throw error;
    }
  }

  /** Queries asked with fresh ids. */
  get asked(): number {
    return this.#fresh.asked;
  }

  /** Searches and exports that ended by themselves. */
  get read(): number {
    return this.#readers?.done ?? 0;
  }

  /** One round of each kind. Those of a first turn are not counted: what is asked for the first time is read from the disk. */
  async measure(seconds: number, { isCounted }: { readonly isCounted: boolean }): Promise<void> {
    const round = async (condition: Condition) => {
      const measured = await this.#maker.measure(seconds);
      if (isCounted) this.rounds[condition].push(measured);
    };
    await round('quiet');
    this.#fresh.start();
    await round('fresh officers');
    this.#readers?.start();
    if (this.#readers) await round('and auditors');
    await Promise.all([this.#readers?.stop(), this.#fresh.stop()]);
  }

  async close(): Promise<void> {
    this.#fresh.close();
    this.#maker.close();
    await this.#demo.stop();
  }
}
