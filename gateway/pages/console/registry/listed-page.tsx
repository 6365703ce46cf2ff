/** The page of a resource's list, made from its declaration: columns, filters, and acts on one row. */
import type { ComponentChildren } from 'preact';
import type { AdministrativeAction } from '../../../../sharing-rules/terms/roles.ts';
import type { Columns } from '../../../http/schemas/terms.ts';
import { type Column, DataTable } from '../../layout/data-table.tsx';
import { type Choice, Select, TextArea, TextField } from '../../layout/fields.tsx';
import { firstUpper } from '../../layout/first-upper.ts';
import { MoreLink } from '../../layout/more-link.tsx';
import { ActForm } from '../../serve/act-form.tsx';
import { may } from '../../serve/may.ts';
import type { Acted, Page, Visit } from '../../serve/page.ts';
import { filtersOf, searchOf } from './addresses.ts';
import type { NameOf } from './agency-name.tsx';
import { AgencyName, readAgencyNames } from './agency-name.tsx';
import { WHILE_LOWERING } from './withdrawn.tsx';

export interface RowAct<Row> {
  readonly act: string;
  /** The words on the button. */
  readonly press: string;
  /** The action that shows the button; null: everybody who sees the list has it. */
  readonly action: AdministrativeAction | null;
  readonly isFor?: (row: Row) => boolean;
  /** A warning before the act; it is then confirmed on a page, with a reason if the API takes one. */
  readonly before?: string;
  readonly takesReason?: true;
  /** @param called the name of the row in sentences */
  readonly carryOut: (visit: Visit, id: string, called: string) => Promise<Acted>;
}

export interface Listed<Row> extends Pick<Page, 'path' | 'action' | 'link'> {
  readonly title: string;
  /** The path in the API, and the member of its answer that has the rows. */
  readonly api: string;
  readonly member: string;
  /** The filters by their parameters in the API: a text, or one of these. */
  readonly filters?: Readonly<
    Record<string, { readonly label: string; readonly choices?: readonly Choice[]; readonly type?: 'search' }>
  >;
  /** The parameter of the API that asks for further rows. Default: `after`. */
  readonly olderBy?: 'before';
  /** The name of the table; default: the title. */
  readonly table?: string;
  /** The words on the button of the filters, and of the link to further rows. */
  readonly press?: string;
  readonly more?: string;
  /** @param answer the whole answer, which may hold more than rows */
  readonly columns: (visit: Visit, answer: Readonly<Record<string, unknown>>) => Columns<Row>;
  readonly empty: string;
  readonly idOf: (row: Row) => string;
  readonly calledOf: (row: Row) => string;
  readonly acts: readonly RowAct<Row>[];
  readonly above?: (visit: Visit, rows: readonly Row[]) => ComponentChildren;
  /** @param answer as of `columns` */
  readonly below?: (
    visit: Visit,
    answer: Readonly<Record<string, unknown>>,
  ) => ComponentChildren | Promise<ComponentChildren>;
  /** Names of files in `assets/files`. */
  readonly scripts?: readonly string[];
}

export function listedPage<Row>(list: Listed<Row>): Page {
  const chosen = ({ typed }: Visit) => list.acts.find(({ act }) => act === typed.get('act'));
  const show: Page['show'] = async (visit) => {
    const act = chosen(visit);
    const asks = act?.before === undefined ? null : <Confirm {...{ visit, act }} before={act.before} />;
    const called = visit.typed.get('called') ?? '';
    return {
      title: asks === null ? list.title : `${act?.press}: ${called}`,
      scripts: asks === null ? (list.scripts ?? []) : ['act-progress.js'],
      body: asks ?? (await shownList(visit, list)),
    };
  };
  const act: Page['act'] = async (visit) => {
    const { typed } = visit;
    const one = chosen(visit);
    if (one === undefined || (one.before !== undefined && !typed.has('sure'))) return show(visit);
    return one.carryOut(visit, typed.get('id') ?? '', typed.get('called') ?? '');
  };
  const { action, link, path } = list;
  return { path, action, show, ...(link && { link }), ...(list.acts.length === 0 ? {} : { act }) };
}

interface ConfirmProps {
  readonly visit: Visit;
  readonly act: Pick<RowAct<never>, 'act' | 'press' | 'takesReason'>;
  readonly before: string;
}

function Confirm({
  act: { act, press, takesReason },
  before,
  visit: { form, request, typed },
}: ConfirmProps) {
  return (
    <>
      <p>{before}</p>
      <ActForm form={form} progress={WHILE_LOWERING}>
        {['id', 'called'].map((name) => (
          <input key={name} type="hidden" name={name} value={typed.get(name) ?? ''} />
        ))}
        <input type="hidden" name="sure" value="yes" />
        {takesReason ? (
          <TextArea
            isFirst
            required
            name="reason"
            label="Reason"
            hint="It is kept in the log."
            value={typed.get('reason') ?? ''}
          />
        ) : null}
        <button type="submit" name="act" value={act} class="usa-button usa-button--secondary">
          {press} now
        </button>
      </ActForm>
      <p>
        Or <a href={request.path}>go back to the list</a>.
      </p>
    </>
  );
}

async function shownList<Row>(visit: Visit, list: Listed<Row>): Promise<ComponentChildren> {
  const { above, acts, api, calledOf, columns, empty, filters = {}, idOf, member, path, title } = list;
  const { below, more = 'Next page', olderBy = 'after', press = 'Show', table = title } = list;
  const { after, ...given } = filtersOf(visit.search, ...Object.keys(filters), 'after') as Record<
    string,
    string
  >;
  const search =
    Object.keys(filters).length === 0 ? '' : searchOf({ ...given, [olderBy]: after, limit: '50' });
  const answer = await visit.api.call<Record<string, unknown>>('GET', `${api}${search}`);
  const rows = answer[member] as readonly Row[];
  const declared = columns(visit, answer);
  const agencyOf = await readAgencyNames(visit.api, oriOf(declared, rows));
  const beneath = await below?.(visit, answer);
  const offered = offeredTo(visit, acts);
  const buttons = buttonsOf(visit, { acts, idOf, calledOf });
  const shown = shownColumns(declared, agencyOf);
  return (
    <>
      {above?.(visit, rows)}
      <Filters {...{ filters, given, press }} />
      <DataTable
        name={table}
        columns={offered.length === 0 ? shown : [...shown, buttons]}
        rows={rows}
        empty={empty}
      />
      <MoreLink
        address={path}
        filters={given}
        next={(answer.next as string | undefined) ?? null}
        name={more}
      />
      {beneath}
    </>
  );
}

const offeredTo = <Row,>(visit: Visit, acts: readonly RowAct<Row>[]) =>
  acts.filter(({ action }) => action === null || may(visit, action));

/** Returns the column of the buttons. @param at the list's own page, if they stand on another */
export function buttonsOf<Row>(
  visit: Visit,
  { acts, calledOf, idOf }: Pick<Listed<Row>, 'acts' | 'calledOf' | 'idOf'>,
  at?: string,
): Column<Row> {
  const offered = offeredTo(visit, acts);
  return {
    name: 'Act',
    isAct: true,
    of: (row) => {
      const fit = offered.filter(({ isFor = () => true }) => isFor(row));
      if (fit.length === 0) return null;
      return (
        <ActForm form={visit.form} {...(at === undefined ? {} : { action: at })}>
          <input type="hidden" name="id" value={idOf(row)} />
          <input type="hidden" name="called" value={calledOf(row)} />
          {fit.map(({ act, press }) => (
            <button key={act} type="submit" name="act" value={act} class="usa-button usa-button--outline">
              {press}
            </button>
          ))}
        </ActForm>
      );
    },
  };
}

/** The column whose cells are ORIs, which nobody knows by heart. */
const AGENCY = 'agency';

const oriOf = <Row,>(columns: Columns<Row>, rows: readonly Row[]) => {
  const of = columns[AGENCY];
  return of === undefined ? [] : rows.map((row) => String(of(row)) || null);
};

/** Shows the columns that commands print, too. @param agencyOf names the agencies of the column `agency` */
export const shownColumns = <Row,>(columns: Columns<Row>, agencyOf: NameOf = (ori) => ori): Column<Row>[] =>
  Object.entries(columns).map(([head, of]) => ({
    name: firstUpper(head),
    of: head === AGENCY ? named(of, agencyOf) : cell(of),
  }));

const named =
  <Row,>(of: (row: Row) => unknown, agencyOf: NameOf) =>
  (row: Row): ComponentChildren => {
    const ori = String(of(row));
    return ori === '' ? null : <AgencyName {...{ agencyOf, ori }} />;
  };

const cell =
  <Row,>(of: (row: Row) => unknown) =>
  (row: Row): ComponentChildren => {
    const value = of(row);
    return Array.isArray(value) ? value.join(', ') : (value as ComponentChildren);
  };

interface FiltersProps extends Required<Pick<Listed<never>, 'filters' | 'press'>> {
  readonly given: Readonly<Record<string, string>>;
}

function Filters({ filters, given, press }: FiltersProps) {
  const all = Object.entries(filters);
  if (all.length === 0) return null;
  return (
    <form method="get" class="filters">
      {all.map(([name, { choices, label, type }]) => {
        const field = { name, label, value: given[name] };
        return choices === undefined ? (
          <TextField key={name} {...field} {...(type && { type })} />
        ) : (
          <Select key={name} {...{ ...field, choices }} empty="All" />
        );
      })}
      <button type="submit" class="usa-button">
        {press}
      </button>
    </form>
  );
}
