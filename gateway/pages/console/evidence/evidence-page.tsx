/** Evidence of one release, for the records clerk: as a page to print, as CSV and as JSON. Each is an entry of the log. */
import type { ShownEvidence } from '../../../oversight/evidence/evidence.schema.ts';
import { TextField } from '../../layout/fields.tsx';
import { ActForm } from '../../serve/act-form.tsx';
import type { Acted, Page, Visit } from '../../serve/page.ts';
import { PageProblem } from '../../serve/problem.ts';
import type { Streets } from '../../story/streets.ts';
import { EvidenceView } from './evidence-view.tsx';

const PATH = '/v1/evidence';

const TYPES: Readonly<Record<string, string>> = { csv: 'text/csv', json: 'application/json' };

/** @param streets of the department's file, beneath the map */
export const evidencePage = (streets: Streets | null): Page => ({
  path: '/console/evidence',
  action: 'make_evidence',
  link: { name: 'Evidence' },
  formReads: true,
  show: async (visit) => ({
    title: 'Evidence',
    body: (
      <>
        <p>
          What was released for a case, for its file and the prosecutor. Both numbers are on the page of the
          answer and in its receipt; the officer who asked has them. Reads are deleted after 30 days, so do
          this before.
        </p>
        <OrderForm {...visit} />
      </>
    ),
  }),
  act: async (visit): Promise<Acted> => {
    const { api, typed } = visit;
    const format = typed.get('do') ?? '';
    const order = orderOf(visit);
    const type = TYPES[format];
    if (type !== undefined) {
      const body = await api.open('POST', PATH, { ...order, format });
      return { file: { name: `evidence-${order.index}.${format}`, type, body } };
    }
    const evidence = await api.call<ShownEvidence>('POST', PATH, { ...order, format: 'print' });
    return {
      title: `Evidence: log entry ${order.index}`,
      body: (
        <>
          <EvidenceView {...{ evidence, streets }} />
          <div class="no-print">
            <h2>As a file, or for another release</h2>
            <OrderForm {...visit} />
          </div>
        </>
      ),
    };
  },
});

/** @throws PageProblem if a number is missing */
function orderOf({ typed }: Visit): { readonly index: number; readonly caseNumber: string } {
  const [index = '', caseNumber = ''] = ['index', 'caseNumber'].map((name) => (typed.get(name) ?? '').trim());
  if (/^\d{1,15}$/.test(index) && caseNumber !== '') {
    return { index: Number(index), caseNumber: caseNumber.toUpperCase() };
  }
  const detail = 'write the number of the log entry, in digits, and the case number';
  throw new PageProblem({ status: 422, detail, reasons: [], members: {} });
}

function OrderForm({ form, typed }: Pick<Visit, 'form' | 'typed'>) {
  const field = (name: string) => ({ name, value: typed.get(name) ?? '' });
  return (
    <ActForm form={form}>
      <TextField
        {...field('index')}
        label="Log entry of the release"
        hint="As in 1042."
        required
        maxLength={15}
      />
      <TextField
        {...field('caseNumber')}
        label="Case number"
        hint="As in CR-2026-0142."
        required
        maxLength={64}
      />
      <p>Each of these is an entry of the log with your name, before you see anything.</p>
      <div class="acts">
        <button type="submit" name="do" value="print" class="usa-button">
          Show it to print
        </button>
        <button type="submit" name="do" value="csv" class="usa-button usa-button--outline">
          Download CSV
        </button>
        <button type="submit" name="do" value="json" class="usa-button usa-button--outline">
          Download JSON
        </button>
      </div>
      <p class="usa-hint">
        PDF/A is not made here: print the page, or have the browser save it as PDF. The JSON is what proves
        itself, with its receipts.
      </p>
    </ActForm>
  );
}
