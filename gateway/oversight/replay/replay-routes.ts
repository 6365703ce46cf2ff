/** Takes logged decisions again over HTTP, and logs that before it answers. */
import type { Response } from 'express';
import type pg from 'pg';
import { findNewestCheckpoint, type StoredCheckpoint } from '../../audit/log-store.ts';
import { readNow } from '../../database/read-now.ts';
import { GatewayError } from '../../faults/errors.ts';
import type { Route } from '../../http/routes/route.ts';
import { compileSchema } from '../../http/schema.ts';
import { partial, type Shape } from '../../http/schemas/shapes.ts';
import { admittedByHand } from '../../sign-in/door.ts';
import type { Administrator, SignInDeps } from '../../sign-in/require-administrator.ts';
import { recordReading } from '../audit-search/record-reading.ts';
import type { SearchDeps } from '../audit-search/search-log.ts';
import { type SendDeps, sendPages } from '../audit-search/send-pages.ts';
import { drawDecisions } from './draw-decisions.ts';
import { partsOf, partsOfAll, replayLog } from './replay-log.ts';

export interface ReplayRouteDeps extends SignInDeps, SearchDeps, SendDeps {
  readonly rulesRevision: string;
}

const index: Shape<string> = { type: 'string', pattern: '^[0-9]{1,15}$' };
/** The number of decisions, 1 to 1000. */
const sample: Shape<string> = { type: 'string', pattern: '^(?:[1-9][0-9]{0,2}|1000)$' };
/** The revisions of rules, up to 16, with commas between them. */
const rules: Shape<string> = { type: 'string', pattern: '^[0-9a-f]{64}(?:,[0-9a-f]{64}){0,15}$' };
const validateReplay = compileSchema(partial({ index, sample, rules }));

/** The parts to replay; with neither `index` nor `sample`, all of the log as it stands now. */
interface AskedReplay {
  /** The only entry. */
  readonly index?: number;
  /** The number of decisions, drawn by the root of the log as it stands now. */
  readonly sample?: number;
  /** The revisions whose decisions are handed over. */
  readonly rules?: readonly string[];
}

const replayed = admittedByHand(
  {
    method: 'get',
    path: '/v1/audit/replay',
    id: 'replayLog',
    action: 'read_log',
    summary:
      'Take logged decisions again from their details, under the rules of the node: one entry by `index`, a `sample` of ' +
      'so many that the root of the log draws, else all. What is kept of each entry is held against the log first. Each ' +
      'line is a JSON object: the first names the head of the log, each further one what came of a part of it. The node ' +
      'runs no other rules than its own: decisions of the revisions that `rules` names are `handed` over with their ' +
      'details, and count in nothing else of their line.',
    search: validateReplay,
    answers: {
      200: {
        what: 'Oldest first; codes and counts, and the details of what is handed over.',
        content: { 'application/x-ndjson': null },
        headers: ['Log-Size'],
      },
    },
  },
  async ({ by, response, search: asked }, deps: ReplayRouteDeps) => {
    if (asked.index !== undefined && asked.sample !== undefined) {
      throw new GatewayError('malformed', 'give `index` or `sample`, not both');
    }
    const { rules: handed, ...chosen } = asked;
    const numbers = Object.fromEntries(Object.entries(chosen).map(([name, text]) => [name, Number(text)]));
    await sendReplay(response, deps, by, {
      ...numbers,
      ...(handed === undefined ? {} : { rules: handed.split(',') }),
    });
  },
);

export const REPLAY_ROUTES: readonly Route<ReplayRouteDeps>[] = [replayed];

async function sendReplay(
  response: Response,
  deps: ReplayRouteDeps,
  administrator: Administrator,
  asked: AskedReplay,
): Promise<void> {
  const { auditPool: pool, plateKeys, reading, rulesRevision: running, tellAltered } = deps;
  const { personId } = administrator;
  const { head, parts } = await reading(personId, async () => {
    // This leaves out its own entry, and what comes after.
    const stands = await findNewestCheckpoint(pool);
    const { index = 0 } = asked;
    if (stands === null || index >= stands.size) {
      throw new GatewayError('not_found', 'the log has no entry with this index');
    }
    const chosen = await partsFor(pool, stands, asked);
    const search = asked.index === undefined ? { ...asked, size: stands.size } : { ...asked };
    const { entries } = chosen;
    const read = { personId, action: 'replay', search, entries, plate: null } as const;
    await recordReading({ pool, plateKeys }, read, await readNow(pool));
    return { head: stands, parts: chosen.parts };
  });
  await sendPages(response, deps, administrator, () => {
    response.type('application/x-ndjson').set({ 'Cache-Control': 'no-store', 'Log-Size': String(head.size) });
    const handed = new Set(asked.rules);
    return replayLog({ pool, reading, personId, running, handed, tellAltered }, head, parts);
  });
}

/** Returns log indices in parts, and their number, which is null for all. */
async function partsFor(pool: pg.Pool, head: StoredCheckpoint, { index, sample: most }: AskedReplay) {
  if (index !== undefined) return { entries: 1, parts: partsOf([index]) };
  if (most === undefined) return { entries: null, parts: partsOfAll(head.size) };
  const drawn = await drawDecisions(pool, { first: 0, head }, most);
  return { entries: drawn.length, parts: partsOf(drawn) };
}
