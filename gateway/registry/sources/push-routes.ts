/** `POST /v1/reads/<source>`: cameras' owners and vendors push reads here. On the port that everybody reaches. */
import type { Request, Response } from 'express';
import { GatewayError } from '../../faults/errors.ts';
import { type Answer, json, type Route, route } from '../../http/routes/route.ts';
import { problem } from '../../http/schemas/answers.ts';
import type { SourceKey } from './approve-source.ts';
import { isFrom, mayBeFrom, refusePush } from './authenticate-push.ts';
import { judgePush } from './judge-push.ts';
import { readPushBytes, splitBody } from './read-push-body.ts';
import { takenReads, validatePushed } from './source.schema.ts';
import { findTaking, type TakingSource } from './sources-store.ts';
import { count, type TakePushDeps, takePush } from './take-push.ts';

export interface PushDeps extends Omit<TakePushDeps, 'reads'>, SourceKey {
  /** Null on a node without OWNER_READS_DATABASE_URL, which only lets reads out. */
  readonly reads: TakePushDeps['reads'] | null;
  readonly retentionDays: number;
  readonly now: () => number;
}

const refused = (what: string): Answer => ({
  what,
  content: { 'application/problem+json': { ...problem, $id: 'Problem' } },
  headers: [],
});

const declared = {
  method: 'post',
  scope: null,
  idempotent: false,
  body: validatePushed,
  answers: {
    202: json('Taken, or set aside with the reason: do not send it again.', takenReads),
    401: refused('Not the secret of this source; it is counted.'),
    413: refused('The body is larger than the source may send; 401 where it should be signed.'),
  },
} as const;

const pushed = route(
  {
    ...declared,
    path: '/v1/reads/{source}',
    id: 'pushReads',
    summary:
      'A registered source pushes reads as its vendor writes them, authenticated by a signature or a password.',
  },
  (request, response, deps: PushDeps) => take(request, response, deps, request.params.source),
);

const pushedToPath = route(
  {
    ...declared,
    path: '/v1/reads/{source}/{secret}',
    id: 'pushReadsToPath',
    summary: 'As the other, for vendors that can only be given an address: it ends with the secret.',
  },
  (request, response, deps: PushDeps) =>
    take(request, response, deps, request.params.source, request.params.secret),
);

export const PUSH_READS_ROUTES: readonly Route<PushDeps>[] = [pushed, pushedToPath];

/**
 * Null for a body that cannot be verified since it is too large or compressed: one who has not shown the secret is not
 * told by another answer that there is such a source. With a password or a path the secret was shown before.
 */
async function readFor(
  sources: readonly TakingSource[],
  request: Request,
  response: Response,
): Promise<Buffer | null> {
  const limit = Math.max(...sources.map(({ bodyBytes }) => bodyBytes));
  try {
    return await readPushBytes(request, response, limit);
  } catch (error) {
    const isSigned = sources.every(({ method }) => method === 'hmac');
    const { status } = error as { readonly status?: unknown };
    if (isSigned && (status === 413 || status === 415)) return null;
    throw error;
  }
}

async function take(
  request: Request,
  response: Response,
  deps: PushDeps,
  name: string,
  secret?: string,
): Promise<void> {
  const { reads } = deps;
  if (reads === null) {
    throw new GatewayError(
      'unavailable',
      'this node takes no reads in: push to one that has the store of reads',
      {
        headers: { 'Retry-After': '60' },
      },
    );
  }
  const sources = await findTaking(deps.pool, name);
  const candidates = sources.filter((source) => mayBeFrom(source, request, secret));
  const bytes = candidates.length === 0 ? null : await readFor(candidates, request, response);
  const source = candidates.find(
    (one) => bytes !== null && isFrom(one, request, bytes, deps.sourceKey, deps.now()),
  );
  if (source === undefined || bytes === null) {
    if (sources.length > 0) await count(deps, name, [{ outcome: 'refused', reason: '', count: 1 }]);
    throw refusePush();
  }
  const body = splitBody(bytes, request.get('Content-Type') ?? '');
  const judged = judgePush(body, source, { now: deps.now(), retentionDays: deps.retentionDays });
  const answer = await takePush({ ...deps, reads }, source, judged);
  response.status(202).json(answer);
}
