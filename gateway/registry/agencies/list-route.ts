/** The route of a paged list that can be narrowed to one agency: grants, officers, reviews and the like. */
import type { ValidateFunction } from 'ajv';
import type { ActWith } from '../../../sharing-rules/terms/roles.ts';
import type { Queryable } from '../../database/queryable.ts';
import { pageOf } from '../../http/page-of.ts';
import { limitOf } from '../../http/parse-search.ts';
import { json, type Operation, type Route } from '../../http/routes/route.ts';
import { page, type Schema, type TypeOf } from '../../http/schemas/shapes.ts';
import { admitted } from '../../sign-in/door.ts';
import type { Administrator, SignInDeps } from '../../sign-in/require-administrator.ts';
import { agencyFilter } from './agency-filter.ts';

export interface ListDeps extends SignInDeps {
  readonly pool: Queryable;
}

/** Parameters that every such list may have; `agency` is any of its ORIs. */
interface Search {
  readonly agency?: string;
  /** The same for a partner. */
  readonly partner?: string;
  readonly limit?: string;
}

/** The filter for the store; its limit is one row more than the page shows. */
type Filter<Given extends Search> = Omit<Given, keyof Search> & {
  readonly agencyId?: number;
  readonly limit: number;
};

interface ListRoute<Given extends Search, Row, Shown extends Schema>
  extends Pick<Operation, 'id' | 'path' | 'summary'> {
  readonly action: ActWith<'reads'>;
  readonly search: ValidateFunction<Given>;
  readonly name: string;
  /** The member of the answer that has the rows. */
  readonly member: string;
  readonly shown: Shown;
  readonly find: (db: Queryable, filter: Filter<Given>, reader: Administrator) => Promise<readonly Row[]>;
  readonly present: (row: Row) => TypeOf<Shown>;
}

export function listRoute<Given extends Search, Row extends { readonly id: string }, Shown extends Schema>({
  find,
  member,
  name,
  present,
  shown,
  ...told
}: ListRoute<Given, Row, Shown>): Route<ListDeps> {
  return admitted(
    {
      ...told,
      method: 'get',
      answers: { 200: json('A page.', { $id: name, ...page(member, shown) }) },
    },
    async ({ by, search }, deps: ListDeps) => {
      const { agency, partner, limit: size, ...given } = search;
      const limit = limitOf(size);
      const ofAgency = await agencyFilter(deps.pool, agency ?? partner);
      const found = await find(deps.pool, { ...given, ...ofAgency, limit: limit + 1 }, by);
      const { page, next } = pageOf(found, limit);
      return { [member]: page.map(present), next };
    },
  );
}
