/**
 * The routes of each kind of identity: its list, and the acts that stop one. The owner of the database
 * registered all of them.
 */
import type { ValidateFunction } from 'ajv';
import type { IdentityStatus } from '../../../sharing-rules/terms/statuses.ts';
import type { Queryable } from '../../database/queryable.ts';
import { validateReason } from '../../http/reason.schema.ts';
import { reply } from '../../http/routes/reply.ts';
import { json, type Route } from '../../http/routes/route.ts';
import { count, object, oneOf, type Schema, type TypeOf, text } from '../../http/schemas/shapes.ts';
import type { WithdrawalBy, WithdrawRightDeps } from '../../release/revoke/withdraw-right.ts';
import type { SignInDeps } from '../../sign-in/require-administrator.ts';
import { type WithdrawalDeps, type WithdrawnBy, withdrawal } from '../../sign-in/withdrawal.ts';
import { listRoute } from '../agencies/list-route.ts';

export type IdentityDeps = SignInDeps & WithdrawalDeps;

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

type RowOf<Facts extends Schema> = Omit<TypeOf<Facts>, 'registeredAt'> & {
  readonly id: string;
  readonly status: IdentityStatus;
  readonly registeredAt: Date;
};

/** An act that stops one. @typeParam Done the answer once it is done */
export interface Stop<Done extends Schema> {
  readonly verb: 'remove' | 'suspend';
  readonly summary: string;
  readonly done: Done;
  /** The description of the act in the OpenAPI document. */
  readonly means: string;
  /** The description of the answer to the first of two persons, if the act may take two. */
  readonly proposed?: string;
  readonly stop: (
    deps: WithdrawRightDeps,
    given: WithdrawalBy & Pick<WithdrawnBy, 'grantor'> & { readonly id: string },
  ) => Promise<object>;
}

/** @typeParam Facts the members of one in the list */
export interface IdentityKind<Facts extends Schema> {
  readonly what: 'client' | 'person' | 'issuer';
  /** The kind's name in those of operations and schemas. */
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
  return withdrawal(
    {
      method: 'post',
      path: `/v1/${what}s/{id}/${verb}`,
      id: `${verb}${name}`,
      action: verb === 'suspend' ? 'suspend_person' : `remove_${what}`,
      summary,
      body: validateReason,
      answers: {
        200: json(means, done),
        ...(proposed === undefined ? {} : { 202: json(proposed, PROPOSED) }),
      },
    },
    async ({ body: { reason }, by, params }, deps: IdentityDeps) => {
      const id = idOf(params.id, what);
      const result: { readonly status: string } = {
        ...{ id, status: ended },
        ...(await stop(deps, { id, reason, ...by })),
      };
      return reply(result, { status: result.status === 'proposed' ? 202 : 200 });
    },
    // A proposal's answer may be repeated at any time: nobody relies on it.
    async ({ params }, { pool }, { status }) =>
      status === 202 || (await find(pool, idOf(params.id, what)))?.status === ended,
  );
}

/** The answer to a proposal: nothing has changed until another administrator does the same. */
const PROPOSED = {
  $id: 'StopProposed',
  ...object({ id: text, status: oneOf('proposed'), index: count }),
};

/** Presents a row with its agency's ORI, without the agency's id. */
function present(row: { readonly registeredAt: Date; readonly agencyId?: number }): object {
  const { agencyId: _, registeredAt, ...facts } = row;
  return { ...facts, registeredAt: registeredAt.toISOString() };
}
