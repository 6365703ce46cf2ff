/** Auditors at work: eight who search by what is rare and what is not, page after page, and two who export everything. */
import { randomUUID } from 'node:crypto';
import { type Asker, credentialsOf } from '../../../setup/asker.ts';
import type { DemoJson } from '../../../setup/demo/running-demo.ts';
import { signInAtDemo } from '../../../setup/demo/sign-in-at-demo.ts';

const SEARCHES: readonly string[] = [
  'kind=refusal',
  'effect=deny&reason=narrative_personal',
  'purpose=stolen_vehicle',
  `officerId=${randomUUID()}`,
  'reason=sharing_halted',
  'agency=CO0010000&effect=permit',
  'kind=fault',
  'purpose=missing_endangered&effect=deny',
];
const EXPORTS = ['format=ndjson', 'format=csv&effect=permit'];

export class AuditReaders {
  readonly #gateway: string;
  readonly #asker: Asker;
  #over = new AbortController();
  #running: readonly Promise<void>[] = [];
  /** Searches and exports that ended by themselves. */
  done = 0;

  private constructor(gateway: string, asker: Asker) {
    this.#gateway = gateway;
    this.#asker = asker;
  }

  static async open(file: DemoJson): Promise<AuditReaders> {
    return new AuditReaders(file.gateway, await signInAtDemo(file, 'auditor'));
  }

  start(): void {
    this.#over = new AbortController();
    this.#running = [
      ...SEARCHES.map((search) => this.#keepOn('/v1/audit/entries', search)),
      ...EXPORTS.map((search) => this.#keepOn('/v1/audit/export', search)),
    ];
  }

  async stop(): Promise<void> {
    this.#over.abort();
    await Promise.all(this.#running);
  }

  /** Again and again; what is refused for its size or its time is asked again as well. */
  async #keepOn(path: string, search: string): Promise<void> {
    const { signal } = this.#over;
    let cursor: string | null = null;
    while (!signal.aborted) {
      const page: string = cursor === null ? '' : `&cursor=${cursor}`;
      try {
        const response = await fetch(`${this.#gateway}${path}?${search}${page}`, {
          headers: credentialsOf(this.#asker, 'GET', path),
          signal,
        });
        const text = await response.text();
        this.done += 1;
        cursor = response.ok && path.endsWith('entries') ? (JSON.parse(text).next as string | null) : null;
        if (response.status === 401 || response.status === 422) throw new Error(`${path}: ${text}`);
      } catch (error) {
        if (!signal.aborted && !(error instanceof TypeError)) throw error;
      }
    }
  }
}
