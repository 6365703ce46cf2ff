/** The connections of a batcher: one a line, opened when needed. */
import { connectPipelined, type PipelinedConnection, type PipelineOptions } from './connect-pipelined.ts';

/** A few connections, each opened at its first use and again after it was lost. */
export class PipelinedLines {
  readonly #open: (onLost: () => void) => Promise<PipelinedConnection>;
  readonly #lines = new Map<number, PipelinedConnection>();

  constructor(url: string, options: PipelineOptions) {
    this.#open = (onLost) => connectPipelined(url, options, onLost);
  }

  async connection(line: number): Promise<PipelinedConnection> {
    const open = this.#lines.get(line);
    if (open !== undefined) return open;
    const opened = await this.#open(() => {
      if (this.#lines.get(line) === opened) this.#lines.delete(line);
    });
    this.#lines.set(line, opened);
    return opened;
  }

  /** Drops the connection after a fault, when nobody knows its state. */
  drop(line: number): void {
    this.#lines
      .get(line)
      ?.end()
      .catch(() => undefined);
    this.#lines.delete(line);
  }

  async end(): Promise<void> {
    await Promise.all([...this.#lines.values()].map((line) => line.end()));
  }
}
