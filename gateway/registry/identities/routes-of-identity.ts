/**
 * The routes of each kind of identity: its list, and what stops one. All of them were registered by the owner of the
 * database.
 */
import type { ValidateFunction } from 'ajv';
import type { Request } from 'express';
import type { IdentityStatus } from '../../../sharing-rules/terms/statuses.ts';
import type { Queryable } from '../../database/queryable.ts';
import { parseBody } from '../../http/parse-body.ts';
import { validateReason } from '../../http/reason.schema.ts';
import { json, type Route, route } from '../../http/routes/route.ts';
import { count, object, oneOf, type Schema, type TypeOf, text } from '../../http/schemas/shapes.ts';
import type { LoweringBy, LoweringDeps } from '../../release/revoke/lower-right.ts';
import {
  type AnswerLoweringDeps,
  answerLowering,
  type HasLoweringSide,
  type LoweredBy,
  onLoweringSide,
} from '../../sign-in/answer-lowering.ts';
import type { SignInDeps } from '../../sign-in/require-administrator.ts';
import { listRoute } from '../agencies/list-route.ts';

export type IdentityDeps = SignInDeps & AnswerLoweringDeps & HasLoweringSide;

interface IdentitySearch {
  readonly agency?: string;
  readonly status?: IdentityStatus;
  /** Id of the last one of the page before. */
  readonly after?: string;
  readonly limit?: string;
}

interface IdentityFilter extends Pick<IdentitySearch, 'after' | 'status'> {
  readonly agencyId?: number;
  readonly limit: number;
}

/** A row from which the described facts are presented. */
type RowOf<Facts extends Schema> = Omit<TypeOf<Facts>, 'registeredAt'> & {
  readonly id: string;
  readonly status: IdentityStatus;
  readonly registeredAt: Date;
};

/** What stops one: `remove`, or of a person `suspend` too. @typeParam Done the answer where it is done */
export interface Stop<Done extends Schema> {
  readonly verb: 'remove' | 'suspend';
  readonly summary: string;
  readonly done: Done;
  /** What it does, for the document. */
  readonly means: string;
  /** For the document, where it may take two persons: what the first one's call answers. */
  readonly proposed?: string;
  readonly stop: (
    deps: LoweringDeps,
    given: LoweringBy & Pick<LoweredBy, 'raiser'> & { readonly id: string },
  ) => Promise<object>;
}

/** @typeParam Facts of one in the list */
export interface IdentityKind<Facts extends Schema> {
  readonly what: 'client' | 'person' | 'issuer';
  /** The same in the names of operations and schemas. */
  readonly name: string;
  readonly summary: string;
  readonly search: ValidateFunction<IdentitySearch>;
  readonly facts: Facts;
  /** @throws GatewayError `not_found` for what cannot be an id */
  readonly idOf: (text: unknown, what: string) => string;
  readonly find: (db: Queryable, id: string) => Promise<RowOf<Facts> | null>;
  readonly findAll: (db: Queryable, filter: IdentityFilter) => Promise<readonly RowOf<Facts>[]>;
  readonly stops: readonly Stop<Schema>[];
}

export function routesOfIdentity<Facts extends Schema>(
  kind: IdentityKind<Facts>,
): readonly Route<IdentityDeps>[] {
  const { findAll, name, what } = kind;
  const members = `${what}s`;
  return [
    listRoute({
      path: `/v1/${members}`,
      id: `list${name}s`,
      action: 'read_registry',
      summary: kind.summary,
      search: kind.search,
      ...{ name: `${name}s`, member: members, shown: kind.facts },
      find: findAll,
      present: (row) => present(row) as TypeOf<Facts>,
    }),
    ...kind.stops.map((one) => stopRoute(kind, one)),
  ];
}

function stopRoute<Facts extends Schema>(
  { find, idOf, name, what }: IdentityKind<Facts>,
  { done, means, proposed, stop, summary, verb }: Stop<Schema>,
): Route<IdentityDeps> {
  const ended = verb === 'remove' ? 'removed' : 'suspended';
  const idIn = ({ params }: Request) => idOf(params.id, what);
  return route(
    {
      method: 'post',
      path: `/v1/${what}s/{id}/${verb}`,
      id: `${verb}${name}`,
      action: verb === 'suspend' ? 'suspend_person' : `remove_${what}`,
      summary,
      scope: 'alpr.admin',
      body: validateReason,
      answers: {
        200: json(means, done),
        ...(proposed === undefined ? {} : { 202: json(proposed, PROPOSED) }),
      },
    },
    (request, response, deps: IdentityDeps, { action, body }) => {
      const lowering = onLoweringSide(deps);
      return answerLowering(lowering, request, response, {
        action,
        lower: async (by) => {
          const { reason } = parseBody(request, body);
          const id = idIn(request);
          const answer = await stop(lowering, { id, reason, ...by });
          const result: { readonly status: string } = { ...{ id, status: ended }, ...answer };
          return { status: result.status === 'proposed' ? 202 : 200, body: result };
        },
        // A proposal is told as often as it is asked for: nobody relies on it.
        stands: async ({ status }) =>
          status === 202 || (await find(lowering.pool, idIn(request)))?.status === ended,
      });
    },
  );
}

/** Nothing has changed until another administrator does the same. */
const PROPOSED = {
  $id: 'StopProposed',
  ...object({ id: text, status: oneOf('proposed'), index: count }),
};

/** The agency stands in it by its ORI. */
function present(row: { readonly registeredAt: Date; readonly agencyId?: number }): object {
  const { agencyId: _, registeredAt, ...facts } = row;
  return { ...facts, registeredAt: registeredAt.toISOString() };
}
