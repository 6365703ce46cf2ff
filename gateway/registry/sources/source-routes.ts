/** Sources of pushed reads, for administrators: propose, approve, look at, remove. */
import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { inTransaction } from '../../database/db-transaction.ts';
import { GatewayError } from '../../faults/errors.ts';
import { pathId } from '../../http/path-id.ts';
import { json, type Route } from '../../http/routes/route.ts';
import { admitted } from '../../sign-in/door.ts';
import type { SignInDeps } from '../../sign-in/require-administrator.ts';
import type { HasWithdrawalSide } from '../../sign-in/withdrawal-side.ts';
import { validateNothing } from '../grants/grant.schema.ts';
import { recordSetup } from '../two-people/record-setup.ts';
import { approveSource, type SourceKey } from './approve-source.ts';
import {
  approvedReadsSource,
  readsSourceDetail,
  removedReadsSource,
  SOURCE_DEFAULTS,
  shownReadsSource,
  shownReadsSources,
  validateReadsSource,
} from './source.schema.ts';
import { findPushCounts, findRecentSums } from './source-counts-store.ts';
import { type HasSecret, sourceSecret } from './source-secret.ts';
import { addReadsSource, endReadsSource, findReadsSource, findReadsSources } from './sources-store.ts';

export interface ReadsSourceDeps extends SignInDeps, HasWithdrawalSide, SourceKey {
  readonly pool: pg.Pool;
}

const path = '/v1/reads-sources';

const listed = admitted(
  {
    method: 'get',
    path,
    id: 'listReadsSources',
    action: 'read_registry',
    summary: 'Where reads are pushed from, and what came of it today and yesterday.',
    answers: { 200: json('All sources, without their secrets.', shownReadsSources) },
  },
  async (_, deps: ReadsSourceDeps) => {
    const [sources, recent] = await Promise.all([
      findReadsSources(deps.pool, null),
      findRecentSums(deps.pool),
    ]);
    return { sources, recent };
  },
);

const shown = admitted(
  {
    method: 'get',
    path: `${path}/{source}`,
    id: 'readReadsSource',
    action: 'read_registry',
    summary: 'One source by its name: what was taken and set aside, by the day and the reason.',
    answers: { 200: json('The source, and the one that waits to take its place.', readsSourceDetail) },
  },
  async ({ params }, deps: ReadsSourceDeps) => {
    const sources = await findReadsSources(deps.pool, params.source);
    if (sources.length === 0) throw new GatewayError('not_found', 'no source has this name');
    const counts = await findPushCounts(deps.pool, params.source);
    return { sources, counts };
  },
);

const proposed = admitted(
  {
    method: 'post',
    path,
    id: 'proposeReadsSource',
    action: 'propose_reads_source',
    summary:
      'Propose a source of pushed reads; another person approves it. With the name of one that there is, its terms and its secret are replaced.',
    body: validateReadsSource,
    answers: { 201: json('It waits for its approval.', shownReadsSource) },
  },
  async ({ body, by }, deps: ReadsSourceDeps) => {
    const terms = { ...SOURCE_DEFAULTS, ...body };
    const id = await inTransaction(deps.pool, async (trx) => {
      const made = await addReadsSource(trx, terms, by.personId);
      if (made === null) {
        throw new GatewayError(
          'conflict',
          'a source of this name waits for its approval already: approve it, or remove it first',
        );
      }
      const { method, name, vendor } = terms;
      await recordSetup(trx, null, by, { change: 'reads source', source: name, vendor, method });
      return made;
    });
    return (await findReadsSource(deps.pool, id)) as object;
  },
);

/** The part of an answer that is kept: the salt in place of the secret, which no table has. */
interface Kept extends HasSecret {
  readonly salt: string;
}

const approved = admitted(
  {
    method: 'post',
    path: `${path}/{id}/approve`,
    id: 'approveReadsSource',
    action: 'approve_reads_source',
    summary: 'Approve what another person proposed; the secret is shown once.',
    body: validateNothing,
    bodyOptional: true,
    answers: { 200: json('Its reads are taken from now on.', approvedReadsSource) },
  },
  async ({ by, params }, deps: ReadsSourceDeps) => {
    const salt = randomBytes(32);
    const source = await approveSource(deps, pathId(params.id, 'source'), salt, by);
    return { ...source, salt: salt.toString('base64') };
  },
  {
    complete: (kept, _, { sourceKey }) => {
      const { salt, ...source } = JSON.parse(kept) as Kept;
      const secret = sourceSecret(sourceKey, Buffer.from(salt, 'base64'), source);
      return JSON.stringify({ ...source, secret });
    },
    stands: async ({ params }, { pool }) => (await findReadsSource(pool, params.id))?.status === 'active',
  },
);

const removed = admitted(
  {
    method: 'delete',
    path: `${path}/{source}`,
    id: 'removeReadsSource',
    action: 'end_reads_source',
    summary: 'Take no more reads from a source: no node takes one that comes after the answer.',
    answers: { 200: json('Gone; what was taken stays.', removedReadsSource) },
  },
  async ({ by: { secondFactor: _, ...by }, params: { source: name } }, deps: ReadsSourceDeps) => {
    const ended = await inTransaction(deps.pool, async (trx) => {
      const rows = await endReadsSource(trx, name);
      if (rows > 0) await recordSetup(trx, null, by, { change: 'reads source removed', source: name });
      return rows;
    });
    if (ended === 0) throw new GatewayError('not_found', 'no source has this name: it takes no reads');
    return { name, status: 'removed' };
  },
);

export const READS_SOURCE_ROUTES: readonly Route<ReadsSourceDeps>[] = [
  listed,
  shown,
  proposed,
  approved,
  removed,
];
