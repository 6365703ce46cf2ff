/** Stopping all sharing: two clicks from everywhere. */
import { TextArea } from '../layout/fields.tsx';
import { ActForm } from '../serve/act-form.tsx';
import type { Page } from '../serve/page.ts';
import { ProblemView } from '../serve/problem-view.tsx';
import { LOWERING_SCRIPTS, LoweredStatus, lower, WHILE_LOWERING } from './registry/lowered.tsx';

export const HALT: Page = {
  path: '/console/halt',
  action: 'halt',
  show: async ({ form, problem, request, typed }) => ({
    title: 'Halt all sharing',
    scripts: LOWERING_SCRIPTS,
    body: (
      <>
        {problem === null ? null : <ProblemView problem={problem} at={request.path} />}
        <p>
          Nothing is released to any agency from the moment this is in force, until two administrators resume.
          Answers that are being written are cut.
        </p>
        <ActForm form={form} progress={WHILE_LOWERING}>
          <TextArea
            isFirst
            name="reason"
            label="Reason"
            required
            hint="It is kept in the log."
            value={typed.get('reason') ?? ''}
          />
          <button type="submit" class="usa-button usa-button--secondary">
            Halt now
          </button>
        </ActForm>
      </>
    ),
  }),
  act: async (visit) => {
    const { lowered, ms } = await lower(visit, '/v1/sharing/halt');
    return {
      title: 'All sharing is halted',
      isHalted: true,
      body: (
        <>
          <LoweredStatus lowered={lowered} ms={ms} what="All sharing is halted" />
          <p>
            Next: <a href="/console">what waits now</a>. To share again, two administrators{' '}
            <a href="/console/resume">resume</a>.
          </p>
        </>
      ),
    };
  },
};
