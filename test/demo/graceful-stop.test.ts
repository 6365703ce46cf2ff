/** SIGTERM: what was committed is sent, what is under way is answered, and then the process ends by itself. */
import { request } from 'node:http';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import pg from 'pg';
import { HEAD_LOCK_STATEMENT } from '../../gateway/audit/log-writer-store.ts';
import { startEmbeddedPostgres } from '../../gateway/demo/embedded-postgres.ts';
import { type Asker, credentialsOf } from '../setup/asker.ts';
import { demoQuery } from '../setup/demo/demo-query.ts';
import { type RunningDemo, startDemo } from '../setup/demo/running-demo.ts';
import { signInAtDemo } from '../setup/demo/sign-in-at-demo.ts';
import { eventually } from '../setup/eventually.ts';

const QUERIES = 200;
/** The signal comes after so many answers, with others under way and others not yet sent. */
const SIGNAL_AFTER = 40;

interface Outcome {
  /** 0: no answer. */
  readonly status: number;
  /** Of the receipt. */
  readonly index: number | null;
}

function ask(demo: RunningDemo, asker: Asker): Promise<Outcome> {
  const url = `${demo.file.gateway}/v1/queries`;
  const officer = { ori: asker.ori } as Parameters<typeof demoQuery>[0];
  const headers = { ...credentialsOf(asker, 'POST', '/v1/queries'), 'Content-Type': 'application/json' };
  return new Promise((resolve) => {
    const unanswered = () => resolve({ status: 0, index: null });
    const asked = request(url, { method: 'POST', agent: false, headers }, async (response) => {
      try {
        const answer = JSON.parse(Buffer.concat(await response.toArray()).toString());
        resolve({ status: response.statusCode ?? 0, index: answer.receipt?.index ?? null });
      } catch {
        unanswered();
      }
    });
    asked.on('error', unanswered);
    asked.end(JSON.stringify(demoQuery(officer, demo.file.plates[0] as string)));
  });
}

/** The signal comes while queries are under way for certain: what they commit waits for the head of the log. */
async function endWhileCommitsWait(demo: RunningDemo): Promise<number | null> {
  const owner = new pg.Client({ connectionString: demo.file.databases.gatewayOwnerUrl });
  await owner.connect();
  await owner.query('BEGIN');
  await owner.query(HEAD_LOCK_STATEMENT);
  await eventually(async () => {
    const { rows } = await owner.query('SELECT FROM pg_locks WHERE NOT granted');
    return rows.length > 0;
  });
  const ended = demo.end();
  await owner.query('ROLLBACK');
  await owner.end();
  return ended;
}

/** Indices of all releases in the log of a demo that has ended. */
async function releasesIn(demo: RunningDemo): Promise<number[]> {
  const url = new URL(demo.file.databases.gatewayOwnerUrl);
  const server = await startEmbeddedPostgres({ dataDir: join(demo.dataDir, 'postgres'), port: 0 });
  url.port = String(server.port);
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  const { rows } = await client.query(
    `SELECT index FROM log_entry WHERE entry::jsonb ->> 'effect' = 'permit' ORDER BY index`,
  );
  await client.end();
  await server.stop();
  return rows.map(({ index }) => Number(index));
}

test.each(['1', '2'])(
  'a stop in the middle of queries leaves no committed release unsent (processes: %s)',
  async (workers) => {
    const settings = { RATE_LIMIT_PER_MINUTE: '100000', LOG_LEVEL: 'warn', WEB_CONCURRENCY: workers };
    const demo = await startDemo(settings);
    try {
      const asker = await signInAtDemo(demo.file, 'adams');
      const outcomes: Outcome[] = [];
      let ended: Promise<number | null> | undefined;
      await Promise.all(
        Array.from({ length: 20 }, async () => {
          for (let i = 0; i < QUERIES / 20; i += 1) {
            outcomes.push(await ask(demo, asker));
            if (outcomes.length === SIGNAL_AFTER) ended = endWhileCommitsWait(demo);
          }
        }),
      );
      expect(await ended).toBe(0);
      const sent = outcomes.filter(({ status }) => status === 200).map(({ index }) => index as number);
      expect(sent.length).toBeGreaterThan(SIGNAL_AFTER);
      // The others met a port that was closed, or a node that said it was stopping: they are in no log.
      expect(outcomes.some(({ status }) => status === 0 || status === 503)).toBe(true);
      expect(outcomes.filter(({ status }) => ![0, 200, 503].includes(status))).toEqual([]);
      expect(sent.sort((a, b) => a - b)).toEqual(await releasesIn(demo));
    } finally {
      await demo.stop();
    }
  },
  300_000,
);
