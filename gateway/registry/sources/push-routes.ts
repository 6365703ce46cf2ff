/** `POST /v1/reads/<source>`: takes reads that camera owners and vendors push, on the public port. */
import type { Request, Response } from 'express';
import { GatewayError } from '../../faults/errors.ts';
import { type Answer, json, type Route, route } from '../../http/routes/route.ts';
import { problem } from '../../http/schemas/answers.ts';
import type { SourceKey } from './approve-source.ts';
import { authenticatePush, type ReadsPushes, refusePush } from './authenticate-push.ts';
import { judgePush } from './judge-push.ts';
import { splitBody } from './read-push-body.ts';
import { takenReads, validatePushed } from './source.schema.ts';
import type { LookUpSource } from './source-look-ups.ts';
import { refuse, type TakePushDeps, takePush } from './take-push.ts';

export interface PushDeps extends Omit<TakePushDeps, 'reads'>, SourceKey, ReadsPushes {
  /** Null on a node without OWNER_READS_DATABASE_URL, which only lets reads out. */
  readonly reads: TakePushDeps['reads'] | null;
  readonly lookUpSource: LookUpSource;
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
  body: validatePushed,
  answers: {
    202: json('Taken, or set aside with the reason: do not send it again.', takenReads),
    401: refused('Not the secret of this source; it is counted.'),
    413: refused(
      'The body is larger than the source may send; 401 where it is signed, and larger than any may.',
    ),
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
  const sources = await deps.lookUpSource(name);
  const presented = { name, request, response, pathSecret: secret };
  const push = await authenticatePush(sources, presented, {
    ...{ bodies: deps.bodies, isPushAddress: deps.isPushAddress, key: deps.sourceKey, now: deps.now() },
  });
  if (push === null) {
    if (sources.length > 0) refuse(deps, name, 'refused');
    throw refusePush();
  }
  const { source } = push;
  const body = splitBody(push.body, request.get('Content-Type') ?? '');
  const judged = judgePush(body, source, { now: deps.now(), retentionDays: deps.retentionDays });
  const answer = await takePush({ ...deps, reads }, source, judged);
  response.status(202).json(answer);
}
