/** Serves the form to propose keeping reads. It is the query form with other fields at its end. */
import { randomUUID } from 'node:crypto';
import { PRESERVATION_TERMS } from '../../../oversight/preservation/preservation.terms.ts';
import { type FieldOf, TextArea, TextField } from '../../layout/fields.tsx';
import { faultsOf } from '../../query-page/field-faults.ts';
import { type OtherForm, QueryForm } from '../../query-page/query-form.tsx';
import { RefusalView } from '../../query-page/refusal-view.tsx';
import { typedQuery } from '../../query-page/typed-query.ts';
import { WindowFields } from '../../query-page/window-fields.tsx';
import type { Page, Visit } from '../../serve/page.ts';
import { PageProblem, type Problem, wantsSignIn } from '../../serve/problem.ts';
import { ProblemView } from '../../serve/problem-view.tsx';

const LIST = '/console/preservations';
export const PROPOSE_AT = `${LIST}/propose`;
const { processId, reason, until } = PRESERVATION_TERMS;

const KEEPING = (now: number): OtherForm => ({
  at: PROPOSE_AT,
  isNumberOnly: true,
  end: (field) => <EndOfForm field={field} now={now} />,
});

function EndOfForm({ field, now }: { readonly field: FieldOf; readonly now: number }) {
  return (
    <>
      <TextField {...field('processId')} label={processId.label} hint={processId.hint} />
      <WindowFields field={field} now={now} />
      <TextField {...field('until-day')} label={until.label} type="date" hint={until.hint} required />
      <TextArea {...field('reason')} label={reason.label} hint={reason.hint} required />
      <button type="submit" class="usa-button">
        Propose
      </button>
    </>
  );
}

/** Shows the reasons of a refusal in the words of a query's, and every other fault as forms do. */
function WhatIsWrong({ at, problem }: { readonly problem: Problem; readonly at: string }) {
  return problem.reasons.length === 0 || wantsSignIn(problem) ? (
    <ProblemView {...{ at, problem }} terms={PRESERVATION_TERMS} />
  ) : (
    <RefusalView problem={problem} contact={null} isFormKept={false} />
  );
}

export const PROPOSE: Page = {
  path: PROPOSE_AT,
  action: 'propose_preservation',
  terms: PRESERVATION_TERMS,
  showsProblem: true,
  show: async ({ form, problem, request, typed }) => {
    const now = Date.now();
    return {
      title: 'Propose to keep reads',
      scripts: ['query-form.js', 'find-offense.js'],
      body: (
        <>
          {problem === null ? null : <WhatIsWrong problem={problem} at={request.path} />}
          <p>
            Nothing is looked up and nothing is kept before an administrator who is not you approves it. What
            you propose is judged as a query is. It stands in the log under your name, even if it is refused.
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
    await visit.api.call('POST', '/v1/preservations', bodyOf(visit), { 'Idempotency-Key': visit.form.key });
    return { goTo: LIST, told: 'proposed' };
  },
};

/** @throws PageProblem with what is wrong, by field */
function bodyOf({ typed }: Visit): object {
  const [process = '', lastDay = '', why = ''] = ['processId', 'until-day', 'reason'].map((name) =>
    typed.get(name)?.trim(),
  );
  const { body, faults } = typedQuery(typed, Date.now(), process !== '');
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
    ...(process !== '' && { processId: process }),
    ...{ caseNumber, purpose: rest, plate: { number: plate.number }, from, to: overBy(to) },
    ...{ until: `${lastDay}T23:59:59Z`, reason: why },
  };
}

/** Returns the end of the window: the minute that is running, which a form begins with, is over up to a second ago. */
function overBy(to: string): string {
  const now = Date.now();
  return Date.parse(to) - now > 60_000 ? to : new Date(Math.min(Date.parse(to), now - 1_000)).toISOString();
}
