/**
 * The two routes of each kind of identity: its list, and the removal of one. All of them were registered by the owner of
 * the database.
 */
import type { ValidateFunction } from 'ajv';
import type { Request } from 'express';
import type { IdentityStatus } from '../../../sharing-rules/terms/statuses.ts';
import type { Queryable } from '../../database/queryable.ts';
import { parseBody } from '../../http/parse-body.ts';
import { validateReason } from '../../http/reason.schema.ts';
import { json, type Route, route } from '../../http/routes/route.ts';
import type { Schema, TypeOf } from '../../http/schemas/shapes.ts';
import type { LoweringBy, LoweringDeps } from '../../release/revoke/lower-right.ts';
import {
  type AnswerLoweringDeps,
  answerLowering,
  type HasLoweringSide,
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

/** @typeParam Facts of one in the list @typeParam Removed the answer to a removal */
export interface IdentityKind<Facts extends Schema, Removed extends Schema> {
  readonly what: 'client' | 'person' | 'issuer';
  /** The same in the names of operations and schemas. */
  readonly name: string;
  readonly summaries: { readonly list: string; readonly remove: string };
  readonly search: ValidateFunction<IdentitySearch>;
  readonly facts: Facts;
  readonly removed: Removed;
  /** What a removal does, for the document. */
  readonly removal: string;
  /** @throws GatewayError `not_found` for what cannot be an id */
  readonly idOf: (text: unknown, what: string) => string;
  readonly find: (db: Queryable, id: string) => Promise<RowOf<Facts> | null>;
  readonly findAll: (db: Queryable, filter: IdentityFilter) => Promise<readonly RowOf<Facts>[]>;
  readonly remove: (
    deps: LoweringDeps,
    removal: LoweringBy & { readonly id: string },
  ) => Promise<Omit<TypeOf<Removed>, 'id' | 'status'>>;
}

export function routesOfIdentity<Facts extends Schema, Removed extends Schema>(
  kind: IdentityKind<Facts, Removed>,
): readonly Route<IdentityDeps>[] {
  const { find, findAll, name, remove, what } = kind;
  const members = `${what}s`;
  const idIn = ({ params }: Request) => kind.idOf(params.id, what);
  return [
    listRoute({
      path: `/v1/${members}`,
      id: `list${name}s`,
      action: 'read_registry',
      summary: kind.summaries.list,
      search: kind.search,
      ...{ name: `${name}s`, member: members, shown: kind.facts },
      find: findAll,
      present: (row) => present(row) as TypeOf<Facts>,
    }),
    route(
      {
        method: 'post',
        path: `/v1/${members}/{id}/remove`,
        id: `remove${name}`,
        action: `remove_${what}`,
        summary: kind.summaries.remove,
        scope: 'alpr.admin',
        body: validateReason,
        answers: { 200: json(kind.removal, kind.removed) },
      },
      (request, response, deps: IdentityDeps, { action, body }) => {
        const lowering = onLoweringSide(deps);
        return answerLowering(lowering, request, response, {
          action,
          lower: async (by) => {
            const { reason } = parseBody(request, body);
            const id = idIn(request);
            const result = await remove(lowering, { id, reason, ...by });
            return { status: 200, body: { id, status: 'removed', ...result } };
          },
          stands: async () => (await find(lowering.pool, idIn(request)))?.status === 'removed',
        });
      },
    ),
  ];
}

/** The agency stands in it by its ORI. */
function present(row: { readonly registeredAt: Date; readonly agencyId?: number }): object {
  const { agencyId: _, registeredAt, ...facts } = row;
  return { ...facts, registeredAt: registeredAt.toISOString() };
}
