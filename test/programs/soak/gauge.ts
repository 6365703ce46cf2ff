/** Reads a running gateway's figures: its processes, its databases, its log. */
import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';
import type { DemoProcess } from '../../setup/demo/running-demo.ts';
import type { Sample } from './sample.ts';
import type { Tally } from './tally.ts';

const MEGABYTE = 1_048_576;

/** Partitions count as their table. */
const SIZES = `SELECT coalesce(pg_partition_root(c.oid), c.oid)::regclass::text AS name,
    sum(pg_total_relation_size(c.oid))::float8 AS bytes
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
    AND c.relpersistence <> 't'
  GROUP BY 1`;
// Of others' sessions an owner of a schema sees no more than these columns.
const CONNECTIONS = `SELECT count(*)::int AS count FROM pg_stat_activity
  WHERE datname IS NOT NULL AND usename IS NOT NULL AND pid <> pg_backend_pid()`;

export class Gauge {
  readonly #demo: DemoProcess;
  readonly #tally: Tally;
  readonly #pools: Readonly<Record<string, pg.Pool>>;
  readonly #processes: Readonly<Record<string, number>>;
  readonly #began = performance.now();

  constructor(demo: DemoProcess, tally: Tally) {
    this.#demo = demo;
    this.#tally = tally;
    const { gatewayOwnerUrl: gateway, readsOwnerUrl: reads } = demo.file.databases;
    this.#pools = { gateway: poolOf(gateway), reads: poolOf(reads) };
    const workers = workersOf(demo.pid).map((pid, i) => [`node ${i + 1}`, pid]);
    this.#processes = { 'the demo': demo.pid, ...Object.fromEntries(workers) };
  }

  /** @throws Error where the database goes by another clock than this process */
  async checkClock(): Promise<void> {
    const { rows } = await (this.#pools.gateway as pg.Pool).query(
      'SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS now',
    );
    if (Math.abs(rows[0].now - Date.now()) > 5_000)
      throw new Error("PostgreSQL does not go by this program's clock: midnight would come for a part alone");
  }

  async take(): Promise<Sample> {
    const [metrics, checkpoint] = await Promise.all([this.#read('/metrics'), this.#read('/log/checkpoint')]);
    const memory: Record<string, number> = {};
    const heap = /^nodejs_heap_size_used_bytes(?:\{[^}]*\})? (\S+)$/m.exec(metrics)?.[1];
    if (heap !== undefined) memory['heap of the nodes'] = Number(heap) / MEGABYTE;
    const handles: Record<string, number> = {};
    for (const [name, pid] of Object.entries(this.#processes)) {
      try {
        const status = readFileSync(`/proc/${pid}/status`, 'utf8');
        memory[`RSS of ${name}`] = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1_024;
        handles[`handles of ${name}`] = readdirSync(`/proc/${pid}/fd`).length;
      } catch {
        this.#tally.fail(name, 'has ended');
      }
    }
    const table: Record<string, number> = {};
    for (const [database, pool] of Object.entries(this.#pools)) {
      const { rows } = await pool.query(SIZES);
      for (const { bytes, name } of rows) table[`${database}.${name}`] = bytes;
    }
    const { rows } = await (this.#pools.gateway as pg.Pool).query(CONNECTIONS);
    handles["PostgreSQL's connections"] = rows[0].count;
    return {
      at: new Date().toISOString(),
      seconds: (performance.now() - this.#began) / 1_000,
      entries: Number(checkpoint.split('\n')[1]),
      figures: { memory, handles, table, latency: this.#tally.takeLatencies() },
    };
  }

  async close(): Promise<void> {
    for (const pool of Object.values(this.#pools)) await pool.end();
  }

  async #read(path: string): Promise<string> {
    const response = await fetch(this.#demo.file.gateway + path);
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return response.text();
  }
}

function poolOf(connectionString: string): pg.Pool {
  const pool = new pg.Pool({ connectionString, max: 1 });
  // Where the demo fails, its databases end before it does.
  pool.on('error', () => undefined);
  return pool;
}

/** Process ids of the nodes that the process has started. */
function workersOf(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
  return children.filter((child) => readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('node/worker'));
}
