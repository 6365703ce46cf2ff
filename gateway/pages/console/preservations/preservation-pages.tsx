/** Reads that are kept for cases: the clerk or an administrator proposes, an administrator approves, the clerk takes them. */
import { randomUUID } from 'node:crypto';
import { day } from '../../../http/schemas/shapes.ts';
import type { Terms } from '../../../http/schemas/terms.ts';
import type {
  PreservedReads,
  ShownPreservation,
  ShownPreservations,
} from '../../../oversight/preservation/preservation.schema.ts';
import { PRESERVATION_TERMS, RENEWAL_TERMS } from '../../../oversight/preservation/preservation.terms.ts';
import { PRESERVATION_COLUMNS } from '../../../oversight/preservation/preservation-columns.ts';
import { DataTable } from '../../layout/data-table.tsx';
import { Facts } from '../../layout/facts.tsx';
import { type FieldOf, TextArea, TextField } from '../../layout/fields.tsx';
import { Time } from '../../layout/time.tsx';
import { faultsOf } from '../../query-page/field-faults.ts';
import { type OtherForm, QueryForm } from '../../query-page/query-form.tsx';
import { RefusalView } from '../../query-page/refusal-view.tsx';
import { typedQuery } from '../../query-page/typed-query.ts';
import { WindowFields } from '../../query-page/window-fields.tsx';
import { may } from '../../serve/may.ts';
import type { Acted, Page, Visit } from '../../serve/page.ts';
import { PageProblem } from '../../serve/problem.ts';
import { ReadsStory } from '../../story/reads-story.tsx';
import type { Streets } from '../../story/streets.ts';
import { formPage } from '../registry/form-page.tsx';
import { listedPage } from '../registry/listed-page.tsx';

const PATH = '/console/preservations';
const API = '/v1/preservations';
const PROPOSE_AT = `${PATH}/propose`;
const { reason, until } = PRESERVATION_TERMS;

const at = (id: string, act: string) => `${API}/${encodeURIComponent(id)}/${act}`;

/** @param streets of the department's file, beneath the map */
export const preservationPages = (streets: Streets | null): readonly Page[] => [
  PROPOSE,
  RENEW,
  listOf(streets),
];

const listOf = (streets: Streets | null): Page =>
  listedPage<ShownPreservation>({
    ...{
      path: PATH,
      action: 'read_preservations',
      title: 'Kept for cases',
      api: API,
      member: 'preservations',
    },
    columns: () => ({
      ...PRESERVATION_COLUMNS,
      why: ({ reason: why }) => why,
      'to look at': ({ reasons }) =>
        reasons.map(({ code, detail }) => [code, detail].filter(Boolean).join(': ')),
    }),
    empty: 'Nothing is kept beyond its thirty days, and nothing waits.',
    idOf: ({ id }) => id,
    calledOf: ({ caseNumber }) => `the reads for ${caseNumber}`,
    above: (visit) => (
      <>
        <p>
          Reads are erased after 30 days. What two persons keep for a case stays until its day, out of reach
          of every query, and leaves for that case alone.
        </p>
        {may(visit, 'propose_preservation') ? <a href={PROPOSE_AT}>Propose to keep reads</a> : null}
      </>
    ),
    below: (_, answer) => <Persons persons={(answer as unknown as ShownPreservations).persons} />,
    acts: [
      {
        ...{ act: 'approve', press: 'Approve', action: 'approve_preservation' },
        isFor: ({ status }) => status === 'proposed',
        before:
          'The reads are copied now, and kept until the day named. You answer for what is there to look at.',
        carryOut: async ({ api, form }, id) => {
          await api.call('POST', at(id, 'approve'), {}, { 'Idempotency-Key': form.key });
          return { goTo: PATH };
        },
      },
      {
        ...{ act: 'take', press: 'Take', action: 'release_preserved' },
        isFor: ({ status }) => status === 'active',
        carryOut: async ({ api }, id) => {
          const { caseNumber } = await api.call<ShownPreservation>('GET', `${API}/${encodeURIComponent(id)}`);
          const taken = await api.call<PreservedReads>('POST', at(id, 'release'), { caseNumber });
          return shownReads(taken, streets);
        },
      },
      {
        ...{ act: 'renew', press: 'Renew', action: 'renew_preservation' },
        isFor: ({ status }) => status === 'active',
        carryOut: async (_, id) => ({ goTo: `${PATH}/${encodeURIComponent(id)}/renew` }),
      },
      {
        ...{ act: 'end', press: 'End', action: 'end_preservation' },
        before: 'Its copies are erased for good. A proposal is taken back.',
        takesReason: true,
        carryOut: async ({ api, form, typed }, id) => {
          const why = { reason: typed.get('reason') ?? '' };
          await api.call('POST', at(id, 'end'), why, { 'Idempotency-Key': form.key });
          return { goTo: PATH };
        },
      },
    ],
  });

/** The day alone, since that is what people agree on. */
const DAYS = { ...RENEWAL_TERMS, until: { ...until, shape: day } } as const satisfies Terms;

const RENEW = formPage({
  ...{ path: `${PATH}/:id/renew`, action: 'renew_preservation', terms: DAYS, press: 'Renew' },
  title: () => 'Keep reads for longer',
  undone: 'nothing was changed',
  above: (
    <p>
      One person says until when, and an administrator says the same; until then the day stays. The list shows
      which day is proposed.
    </p>
  ),
  send: async ({ api, at: { id = '' }, form }, body) => {
    const asked = { ...body, until: `${body.until}T23:59:59Z` };
    await api.call('POST', at(id, 'renew'), asked, { 'Idempotency-Key': form.key });
    return { goTo: PATH };
  },
});

function Persons({ persons }: Pick<ShownPreservations, 'persons'>) {
  type Person = ShownPreservations['persons'][number];
  const columns = [
    { name: 'Person', of: ({ name }: Person) => name },
    { name: 'Proposed', of: ({ proposed }: Person) => proposed },
    { name: 'Refused', of: ({ refused }: Person) => refused },
    { name: 'Approved', of: ({ approved }: Person) => approved },
    { name: 'Took', of: ({ released }: Person) => released },
  ];
  return (
    <DataTable name="Who kept and took within a year" columns={columns} rows={persons} empty="Nobody." />
  );
}

function shownReads(taken: PreservedReads, streets: Streets | null): Acted {
  const { caseNumber, notice, readsHash, receipt, reads, takenAt } = taken;
  return {
    title: `Kept for ${caseNumber}`,
    body: (
      <>
        <Facts
          of={[
            ['Case number', caseNumber],
            ['Plate', taken.plate.number],
            ['Copied', <Time at={takenAt} />],
            ['Hash of the reads (SHA-256)', <code>{readsHash}</code>],
            ['Log entry', receipt.index],
          ]}
        />
        <p>{notice}</p>
        <ReadsStory
          {...{ reads, streets }}
          sort={null}
          onPaper={`Case ${caseNumber} · log entry ${receipt.index}`}
          empty="No read was in the store when they were copied."
        />
      </>
    ),
  };
}

const KEEPING = (now: number): OtherForm => ({
  at: PROPOSE_AT,
  isNumberOnly: true,
  end: (field) => <EndOfForm field={field} now={now} />,
});

function EndOfForm({ field, now }: { readonly field: FieldOf; readonly now: number }) {
  return (
    <>
      <WindowFields field={field} now={now} />
      <TextField {...field('until-day')} label={until.label} type="date" hint={until.hint} required />
      <TextArea {...field('reason')} label={reason.label} hint={reason.hint} required />
      <button type="submit" class="usa-button">
        Propose
      </button>
    </>
  );
}

const PROPOSE: Page = {
  path: PROPOSE_AT,
  action: 'propose_preservation',
  show: async ({ form, problem, typed }) => {
    const now = Date.now();
    return {
      title: 'Propose to keep reads',
      scripts: ['query-form.js', 'find-offense.js'],
      body: (
        <>
          {problem === null ? null : <RefusalView problem={problem} contact={null} isFormKept />}
          <p>
            Nothing is looked up and nothing is kept before an administrator, who is not you, approves it. It
            is judged as a query is, and in the log under your name, a refusal too.
          </p>
          <QueryForm
            {...{ typed, now, instead: KEEPING(now) }}
            faults={problem === null ? {} : faultsOf(problem)}
            reasons={problem?.reasons ?? []}
            form={{ ...form, key: randomUUID() }}
          />
        </>
      ),
    };
  },
  act: async (visit) => {
    await visit.api.call('POST', API, bodyOf(visit), { 'Idempotency-Key': visit.form.key });
    return { goTo: PATH };
  },
};

/** @throws PageProblem with what is wrong, by field */
function bodyOf({ typed }: Visit): object {
  const { body, faults } = typedQuery(typed, Date.now());
  const [lastDay = '', why = ''] = ['until-day', 'reason'].map((name) => typed.get(name)?.trim());
  const more = {
    ...(lastDay === '' && { 'until-day': 'Choose the last day on which they are needed.' }),
    ...(why === '' && { reason: 'Say why they must outlast their thirty days.' }),
  };
  if (body === null || Object.keys(more).length > 0) {
    const detail = 'Nothing was proposed yet. The fields below say what to change';
    throw new PageProblem({ status: 422, detail, reasons: [], members: { fields: { ...faults, ...more } } });
  }
  const { from, plate, purpose, to } = body as unknown as {
    readonly from: string;
    readonly to: string;
    readonly plate: { readonly number: string };
    readonly purpose: { readonly caseNumber?: string };
  };
  const { caseNumber, ...rest } = purpose;
  return {
    ...{ caseNumber, purpose: rest, plate: { number: plate.number }, from, to: overBy(to) },
    ...{ until: `${lastDay}T23:59:59Z`, reason: why },
  };
}

/** Returns the end of the window: the minute that is running, which a form begins with, is over up to a second ago. */
function overBy(to: string): string {
  const now = Date.now();
  return Date.parse(to) - now > 60_000 ? to : new Date(Math.min(Date.parse(to), now - 1_000)).toISOString();
}
