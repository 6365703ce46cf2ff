/** `WEB_CONCURRENCY`: several nodes, each a process, behind one port. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { type Asker, credentialsOf } from '../setup/asker.ts';
import { demoQuery } from '../setup/demo/demo-query.ts';
import { type DemoProcess, startDemo } from '../setup/demo/running-demo.ts';
import { signInAtDemo } from '../setup/demo/sign-in-at-demo.ts';
import { startWitnesses, type Witnesses } from '../setup/demo-witnesses.ts';
import { eventually } from '../setup/eventually.ts';
import { programArguments } from '../setup/program-arguments.ts';

const WORKERS = 2;
const LIMIT = 40;
const PATIENCE = 60_000;

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** On a connection of its own each time: connections go to the workers in turn. */
function ask(method: string, url: string, headers = {}, body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, agent: false, headers }, async (response) => {
      resolve({
        status: response.statusCode ?? 0,
        text: Buffer.concat(await response.toArray()).toString(),
      });
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

/** Process ids of the workers that the process has started. */
function workersOf(pid: number): number[] {
  return readdirSync('/proc').flatMap((name) => {
    try {
      const parent = /^PPid:\t(\d+)$/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1];
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8');
      return Number(parent) === pid && command.includes('node/worker') ? [Number(name)] : [];
    } catch {
      return [];
    }
  });
}

describe('two workers behind one port', () => {
  let demo: DemoProcess;
  let owner: pg.Pool;
  let aurora: Asker;
  let witnesses: Witnesses;

  beforeAll(async () => {
    witnesses = await startWitnesses(1, 'log.test/workers');
    const settings = { WEB_CONCURRENCY: String(WORKERS), RATE_LIMIT_PER_MINUTE: String(LIMIT) };
    demo = await startDemo({ ...settings, ...witnesses.environment });
    owner = new pg.Pool({ connectionString: demo.file.databases.gatewayOwnerUrl, max: 1 });
    owner.on('error', () => undefined);
    aurora = await signInAtDemo(demo.file, 'aurora');
  }, 300_000);
  afterAll(async () => {
    await owner.end();
    await demo.stop();
    await witnesses.end();
  }, 300_000);

  const headersOf = (asker: Asker, path: string) => ({
    ...credentialsOf(asker, 'POST', path),
    'Content-Type': 'application/json',
  });
  const post = (asker: Asker, path: string, headers?: object) => {
    const officer = { ori: asker.ori } as Parameters<typeof demoQuery>[0];
    const body = JSON.stringify(demoQuery(officer, demo.file.plates[0] as string));
    return ask('POST', `${demo.file.gateway}${path}`, headers ?? headersOf(asker, path), body);
  };
  /** The status of an answer that is one: a node that stood still for a moment asks to be asked again. */
  const settled = async (asker: Asker) => {
    let status = 503;
    await eventually(async () => {
      ({ status } = await post(asker, '/v1/queries'));
      return status !== 503;
    });
    return status;
  };
  const leases = async () => Number((await owner.query('SELECT count(*) FROM node_lease')).rows[0].count);

  test('each serve a checkpoint that the witness has cosigned, whichever of them made the entry', async () => {
    for (let turn = 0; turn < 2 * WORKERS; turn++) {
      const { status, text } = await post(aurora, '/v1/queries');
      expect(status).toBe(200);
      const { index } = JSON.parse(text).receipt as { index: number };
      for (let worker = 0; worker < WORKERS; worker++) {
        const note = (await ask('GET', `${demo.file.gateway}/log/checkpoint`)).text;
        expect(Number(note.split('\n')[1])).toBeGreaterThan(index);
        expect(note.match(/^\u2014 /gm)).toHaveLength(2);
      }
    }
    const { text } = await ask('GET', `${demo.file.gateway}/metrics`);
    expect(text).toMatch(/^alpr_log_witness_alarms_total 0$/m);
  });

  test('are two nodes, each with a lease of its own', async () => {
    expect(workersOf(demo.pid)).toHaveLength(WORKERS);
    // One that stood still is nobody's until its node takes another.
    await eventually(async () => (await leases()) === WORKERS);
  });

  test('take a proof once, whichever of them it comes to', async () => {
    const headers = headersOf(aurora, '/v1/decisions');
    const answers = [];
    for (let i = 0; i < 4; i += 1) answers.push((await post(aurora, '/v1/decisions', headers)).status);
    expect(answers).toEqual([200, 401, 401, 401]);
  });

  test("count a client's requests together, and tell their figures together", async () => {
    const thornton = await signInAtDemo(demo.file, 'thornton');
    const statuses = [];
    for (let i = 0; i < LIMIT + 10; i += 1) statuses.push((await post(thornton, '/v1/decisions')).status);
    expect(statuses.slice(0, LIMIT)).not.toContain(429);
    expect(statuses.slice(LIMIT)).toEqual(Array(10).fill(429));
    const figures = async () => (await ask('GET', `${demo.file.gateway}/metrics`)).text;
    const refused = /^alpr_http_requests_total\{method="POST",route="\/v1\/decisions",status="429"\} 10$/m;
    for (let i = 0; i < WORKERS; i += 1) {
      expect(await figures()).toMatch(refused);
      // Of all nodes, the least.
      await eventually(async () => /^alpr_lease_held 1$/m.test(await figures()));
    }
  }, 300_000);

  test('refuse, all of them, from the moment that a revoke has returned', async () => {
    const adams = await signInAtDemo(demo.file, 'adams');
    const before = await Promise.all(Array.from({ length: 6 }, () => settled(adams)));
    expect(before).toEqual(Array(6).fill(200));
    const administrator = await demo.as('admin-1');
    await administrator.call('POST', `/v1/agencies/${adams.ori}/revoke`, { reason: 'a test' });
    const after = await Promise.all(Array.from({ length: 6 }, () => settled(adams)));
    expect(after).toEqual(Array(6).fill(403));
  }, 60_000);

  test(
    'are replaced when they die, while the others go on',
    async () => {
      const [first] = workersOf(demo.pid);
      process.kill(first as number, 'SIGKILL');
      await eventually(() => demo.output().includes('a worker has ended'), PATIENCE);
      expect(await settled(aurora)).toBe(200);
      await eventually(
        () => workersOf(demo.pid).length === WORKERS && demo.output().includes('taken the place'),
        PATIENCE,
      );
      // The lease of the dead one has run out, and the new one has its own.
      await eventually(async () => (await leases()) === WORKERS, PATIENCE);
      const answers = await Promise.all(Array.from({ length: 4 }, () => settled(aurora)));
      expect(answers).toEqual([200, 200, 200, 200]);
    },
    2 * PATIENCE,
  );

  test('end with the process that was told to stop', async () => {
    const workers = workersOf(demo.pid);
    expect(await demo.end()).toBe(0);
    expect(workers).toHaveLength(WORKERS);
    for (const pid of workers) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  }, 300_000);
});

describe('workers that cannot start', () => {
  /** Resolves once `serve` has ended. */
  async function serve(environment: Readonly<Record<string, string>>) {
    const child = spawn(process.execPath, [...programArguments('gateway/cli.ts'), 'serve'], {
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        WEB_CONCURRENCY: String(WORKERS),
        PORT: '0',
        DATABASE_URL: 'postgres://nobody:nothing@127.0.0.1:1/none',
        READS_DATABASE_URL: 'postgres://nobody:nothing@127.0.0.1:1/none',
        PUBLIC_URL: 'http://127.0.0.1:8080',
        LOG_ORIGIN: 'log.test/workers',
        DATA_DIR: `${process.env.TEST_RUN_DIR}/workers`,
        ...environment,
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let words = '';
    child.stderr.on('data', (chunk) => (words += chunk));
    const [code] = await once(child, 'close');
    return { code, words };
  }

  test('end the gateway, which says why', async () => {
    const { code, words } = await serve({});
    expect(code).toBe(1);
    expect(words).toContain('DATABASE_URL: nobody answers');
  }, 300_000);

  test('for want of the port say so', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const { code, words } = await serve({ PORT: String(port) });
    taken.close();
    expect(code).toBe(1);
    expect(words).toContain(`port ${port} on 127.0.0.1 is taken`);
  }, 300_000);

  test('of a number that is none are refused with the other faults', async () => {
    const { code, words } = await serve({ WEB_CONCURRENCY: 'two', PUBLIC_URL: 'x' });
    expect(code).toBe(1);
    expect(words).toContain('WEB_CONCURRENCY must be a whole number from 1 to 64');
    expect(words).toContain('PUBLIC_URL must be');
  }, 300_000);
});
