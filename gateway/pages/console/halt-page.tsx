/** Stopping all sharing: two clicks from everywhere. */
import type { Page } from '../serve/page.ts';
import { ProblemView } from '../serve/problem-view.tsx';
import { HowToResume } from './registry/how-to-resume.tsx';
import { WithdrawForm } from './registry/withdraw-form.tsx';
import { LOWERING_SCRIPTS, lower, WithdrawnStatus } from './registry/withdrawn.tsx';

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
        <WithdrawForm form={form} typed={typed} press="Halt now" reasonMayFollow />
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
          <WithdrawnStatus lowered={lowered} ms={ms} what="All sharing is halted" />
          <p>
            Next: <a href="/console">what waits now</a>.
          </p>
          <HowToResume visit={visit} />
        </>
      ),
    };
  },
};
