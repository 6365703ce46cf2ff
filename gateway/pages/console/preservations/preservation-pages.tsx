/** Reads that are kept for cases and served processes: an administrator approves and renews, the clerk takes them. */
import { isReasonCode, meaningOf } from '../../../../sharing-rules/terms/reasons.ts';
import { counted } from '../../../../sharing-rules/text/counted.ts';
import { day } from '../../../http/schemas/shapes.ts';
import { type Columns, minuteOf, type Terms } from '../../../http/schemas/terms.ts';
import { keptForInWords, memberOf } from '../../../oversight/preservation/kept-for.ts';
import type {
  PreservedReads,
  ShownPreservation,
  ShownPreservations,
} from '../../../oversight/preservation/preservation.schema.ts';
import { PRESERVATION_TERMS, RENEWAL_TERMS } from '../../../oversight/preservation/preservation.terms.ts';
import { DataTable } from '../../layout/data-table.tsx';
import { Facts } from '../../layout/facts.tsx';
import { Time } from '../../layout/time.tsx';
import { may } from '../../serve/may.ts';
import type { Acted, Page } from '../../serve/page.ts';
import { ReadsStory } from '../../story/reads-story.tsx';
import type { Streets } from '../../story/streets.ts';
import { formPage } from '../registry/form-page.tsx';
import { listedPage } from '../registry/listed-page.tsx';
import { purposeWords } from '../registry/registry-words.ts';
import { PROPOSE, PROPOSE_AT } from './propose-page.tsx';

const PATH = '/console/preservations';
const API = '/v1/preservations';
const { processId: PROCESS } = PRESERVATION_TERMS;

const at = (id: string, act: string) => `${API}/${encodeURIComponent(id)}/${act}`;

/** @param streets of the department's file, beneath the map */
export const preservationPages = (streets: Streets | null): readonly Page[] => [
  PROPOSE,
  RENEW,
  listOf(streets),
];

/** Few columns: the buttons stand in the last one, and must be in sight without scrolling. */
const COLUMNS: Columns<ShownPreservation> = {
  'kept for': (one) => `${keptForInWords(one)}, plate ${one.plate.number}`,
  purpose: ({ purpose }) => purposeWords(String((purpose as { readonly code?: unknown }).code)),
  status: ({ approvedByName, copies, proposedByName }) =>
    approvedByName === null
      ? `proposed by ${proposedByName}`
      : `${counted(copies?.reads ?? 0, 'read')} kept; proposed by ${proposedByName}, approved by ${approvedByName}`,
  'until (UTC)': ({ renewal, until: end }) =>
    `${minuteOf(end)}${renewal === null ? '' : `; ${renewal.proposedByName} proposes ${minuteOf(renewal.until)}`}`,
  why: ({ reason: why }) => why,
  'to look at': ({ reasons }) =>
    reasons.map(({ code, detail }) => {
      const means = isReasonCode(code) ? meaningOf(code).means : null;
      return [code, means, detail].filter(Boolean).join(': ');
    }),
};

const listOf = (streets: Streets | null): Page =>
  listedPage<ShownPreservation>({
    ...{
      path: PATH,
      action: 'read_preservations',
      link: { name: 'Kept for cases' },
      title: 'Kept for cases',
      api: API,
      member: 'preservations',
    },
    columns: () => COLUMNS,
    empty: 'Nothing is kept beyond its thirty days, and nothing waits.',
    idOf: ({ id }) => id,
    calledOf: (one) => `the reads for ${keptForInWords(one)}`,
    above: (visit) => (
      <>
        <p>
          Reads are erased after 30 days. What two persons keep for a case, or for a served process, stays
          until the day that they name. No query reaches it, and it is given for that alone. One person
          proposes, and an administrator who is another person approves within 72 hours.
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
          'The reads are copied now, and kept until the day that the list names. You answer for what stands there under “To look at”.',
        carryOut: async ({ api, form }, id) => {
          await api.call('POST', at(id, 'approve'), {}, { 'Idempotency-Key': form.key });
          return { goTo: PATH, told: 'kept' };
        },
      },
      {
        ...{ act: 'take', press: 'Take', action: 'release_preserved' },
        isFor: ({ status }) => status === 'active',
        carryOut: async ({ api }, id) => {
          const kept = await api.call<ShownPreservation>('GET', `${API}/${encodeURIComponent(id)}`);
          const taken = await api.call<PreservedReads>('POST', at(id, 'release'), memberOf(kept));
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
          return { goTo: PATH, told: 'erased' };
        },
      },
    ],
  });

/** The day alone, since that is what people agree on. */
const DAYS = {
  ...RENEWAL_TERMS,
  until: { ...PRESERVATION_TERMS.until, shape: day },
} as const satisfies Terms;

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
    const once = { 'Idempotency-Key': form.key };
    const { renewal } = await api.call<ShownPreservation>('POST', at(id, 'renew'), asked, once);
    return { goTo: PATH, told: renewal === null ? 'renewed' : 'proposed' };
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
  const { caseNumber, notice, processId, readsHash, receipt, reads, takenAt } = taken;
  return {
    title: `Kept for ${keptForInWords(taken)}`,
    body: (
      <>
        <Facts
          of={[
            caseNumber === null ? [PROCESS.label, processId] : ['Case number', caseNumber],
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
          onPaper={`${caseNumber === null ? `Process ${processId}` : `Case ${caseNumber}`} · log entry ${receipt.index}`}
          empty="No read was in the store when they were copied."
        />
        <p>
          Next: <a href={PATH}>the list of what is kept</a>.
        </p>
      </>
    ),
  };
}
