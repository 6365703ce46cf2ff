import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Operation, schemaOf } from '../../gateway/http/routes/route.ts';
import { checkAnswer } from '../setup/check-answer.ts';
import { demoQuery } from '../setup/demo/demo-query.ts';
import { type DemoProcess, startDemo } from '../setup/demo/running-demo.ts';
import { generateBody } from './generate-body.ts';
import {
  connectHostile,
  each,
  type HostileAnswer,
  type HostileClient,
  POST_ROUTES,
} from './hostile-client.ts';
import { createChance } from './random.ts';
import { residentMegabytes } from './resident-megabytes.ts';

/** The long form: `HOSTILE_REQUESTS=100000`, and every case of the vectors through every route. */
const LONG = process.env.HOSTILE_REQUESTS !== undefined;
const REQUESTS = Number(process.env.HOSTILE_REQUESTS ?? 2_000);
/**
 * In the short form a case of the vectors goes through every sixth route, the next case through those beside them: no
 * case and no route is left out, only their pairs, since all routes read their bodies with the same parser.
 */
const SIXTH = 6;
const SEED = Number(process.env.HOSTILE_SEED ?? 20_260_101);
const CONNECTIONS = 16;
/** Ms. */
const ASK_AGAIN_AFTER = 500;
/** What a node may hold more after the flood than after its first quarter, MB. */
const GROWTH = 48;

const vectors = join(process.env.CONFORMANCE_VECTORS ?? '', 'hostile-input');
const withVectors = process.env.CONFORMANCE_VECTORS && existsSync(vectors) ? test : test.skip;

let demo: DemoProcess;
let client: HostileClient;

beforeAll(async () => {
  demo = await startDemo({ RATE_LIMIT_PER_MINUTE: '100000000', LOG_LEVEL: 'error' });
  client = await connectHostile(demo.file, CONNECTIONS);
}, 90_000);
afterAll(async () => {
  client?.close();
  await demo?.stop();
}, 30_000);

const UNKNOWN = '7b0c6b7e-3a52-4a3d-9f0c-6a4f6a1f2b3c';
/** Of an agency that nobody asks for: revoking waits for every node, which is another test's business. */
const pathOf = ({ path }: Operation) =>
  path
    .replace('{ori}', 'CO9999999')
    .replace('/hot-lists/{id}/entries', '/hot-lists/own/entries')
    .replace(/\{\w+\}/g, UNKNOWN);

/**
 * The cases that go through a route, each with its number. Route by route, since a halt cuts what is under way elsewhere.
 */
function casesFor<T>(cases: readonly T[], route: Operation): readonly (readonly [T, number])[] {
  const place = POST_ROUTES.indexOf(route);
  return cases
    .map((each, number) => [each, number] as const)
    .filter(([, number]) => LONG || (place + number) % SIXTH === 0);
}

/** What stops others ends their locks too, and is answered when every node has obeyed: one at a time. */
const isStop = ({ path }: Operation) => /\/(halt|resume|revoke)$/.test(path);
const STOPPING = POST_ROUTES.filter(isStop);
const ASKING = POST_ROUTES.filter((route) => !isStop(route));

/** Answers that must not be: none at all, a fault of ours, or one that is not described. */
const faults: string[] = [];
const statuses = new Map<number, number>();

async function send(route: Operation, body: Buffer | string, what: string): Promise<HostileAnswer> {
  const path = pathOf(route);
  let answer = await client.post(path, route.scope, body);
  // A node that stood still for a moment asks to be asked again; a body that is to blame has 503 each time.
  for (let left = 5; answer.status === 503 && left > 0; left -= 1) {
    await pause(ASK_AGAIN_AFTER);
    answer = await client.post(path, route.scope, body);
  }
  statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
  if (answer.status === 0 || answer.status >= 500) faults.push(`${answer.status} ${route.path} ${what}`);
  else {
    const parsed = /\/(?:[\w-]+\+)?json\b/.test(answer.headers.get('Content-Type') ?? '')
      ? JSON.parse(answer.text)
      : answer.text;
    try {
      checkAnswer('POST', path, { ...answer, body: parsed });
    } catch (error) {
      faults.push(`${(error as Error).message} (${what})`);
    }
  }
  return answer;
}

async function isAlive(): Promise<boolean> {
  if (faults.some((fault) => fault.startsWith('0 '))) process.stderr.write(demo.output());
  return (await fetch(`${demo.file.gateway}/readyz`)).status === 200;
}

/** Each text of the body in turn replaced, so that a string gets into every field. */
function withText(body: string, place: number, text: string): string {
  let at = 0;
  return JSON.stringify(JSON.parse(body), (_, value) => {
    if (typeof value !== 'string') return value;
    at += 1;
    return at - 1 === place ? text : value;
  });
}

function textsIn(body: string): number {
  let count = 0;
  JSON.parse(body, (_, value) => {
    if (typeof value === 'string') count += 1;
    return value;
  });
  return count;
}

/** A body that the route takes. */
function sampleOf({ path, body }: Operation): string {
  if (path === '/v1/queries' || path === '/v1/decisions') {
    const officer = { ori: 'CO0010000' } as Parameters<typeof demoQuery>[0];
    return JSON.stringify(demoQuery(officer, demo.file.plates[0] as string));
  }
  return generateBody(body === undefined ? {} : schemaOf(body), createChance(1), 0);
}

describe('hostile bodies, through every POST route, as a client that may', () => {
  test('there are routes of all kinds', () => {
    expect(POST_ROUTES.length).toBeGreaterThan(15);
  });

  withVectors(
    'every file of the JSON parsing suite: what is no JSON is refused, nothing is a fault of ours',
    async () => {
      const folder = join(vectors, 'JSONTestSuite', 'test_parsing');
      const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
      expect(files.length).toBeGreaterThan(300);
      const taken: string[] = [];
      const cases = POST_ROUTES.flatMap((route) => casesFor(files, route).map(([file]) => ({ route, file })));
      await each(cases, CONNECTIONS, async ({ route, file }) => {
        const { status } = await send(route, readFileSync(join(folder, file)), file);
        // Where a body may be left away, none is none.
        const isNone = route.bodyOptional === true && file === 'n_structure_no_data.json';
        if (file.startsWith('n_') && status < 400 && !isNone) taken.push(`${route.path} ${file}`);
      });
      expect(await isAlive()).toBe(true);
      expect(faults).toEqual([]);
      expect(taken).toEqual([]);
    },
    240_000,
  );

  withVectors(
    'every naughty string, in every field in turn',
    async () => {
      const strings: string[] = JSON.parse(readFileSync(join(vectors, 'blns', 'blns.json'), 'utf8'));
      expect(strings.length).toBeGreaterThan(500);
      const cases = POST_ROUTES.flatMap((route) => {
        const body = sampleOf(route);
        const places = Math.max(textsIn(body), 1);
        // The fields in turn, counted by the strings that this route gets.
        return casesFor(strings, route).map(([text], turn) => ({
          ...{ route, text },
          body: withText(body, turn % places, text),
        }));
      });
      await each(cases, CONNECTIONS, async ({ route, text, body }) => {
        await send(route, body, JSON.stringify(text));
      });
      expect(await isAlive()).toBe(true);
      expect(faults).toEqual([]);
    },
    240_000,
  );

  test(
    `${REQUESTS} bodies made from the schemas, by chance ${SEED}: no fault, and memory stays flat`,
    async () => {
      const chance = createChance(SEED);
      const flood = function* (routes: readonly Operation[], count: number) {
        for (let i = 0; i < count; i += 1) {
          const route = chance.of(routes);
          const wildness = chance.of([0, 0, 0.02, 0.1, 0.5]);
          yield {
            route,
            body: generateBody(route.body === undefined ? {} : schemaOf(route.body), chance, wildness),
          };
        }
      };
      const pour = async (count: number) => {
        const work = async ({ route, body }: { route: Operation; body: string }) => {
          await send(route, body, body.slice(0, 600));
        };
        await each(flood(ASKING, count - count / 20), CONNECTIONS, work);
        await each(flood(STOPPING, count / 20), 1, work);
      };
      const megabytes: number[] = [];
      for (let part = 0; part < 4; part += 1) {
        await pour(REQUESTS / 4);
        megabytes.push(residentMegabytes(demo.pid));
      }
      const counts = JSON.stringify(Object.fromEntries(statuses));
      process.stderr.write(`hostile: ${REQUESTS} requests, ${megabytes.join(', ')} MB, answers ${counts}\n`);
      expect(await isAlive()).toBe(true);
      expect(faults).toEqual([]);
      expect((megabytes[3] as number) - (megabytes[0] as number)).toBeLessThan(GROWTH);
    },
    60_000 + REQUESTS * 20,
  );
});
