/** Stopping all sharing: two clicks from everywhere. */
import { counted } from '../../../sharing-rules/text/counted.ts';
import type { Page } from '../serve/page.ts';
import type { Counts } from './overview-tasks.ts';
import { HowToResume } from './registry/how-to-resume.tsx';
import { WithdrawForm } from './registry/withdraw-form.tsx';
import { LOWERING_SCRIPTS, lower, WithdrawnStatus } from './registry/withdrawn.tsx';

export const HALT: Page = {
  path: '/console/halt',
  action: 'halt',
  show: async ({ api, form, typed }) => {
    // Whoever wants to stop all sharing is not kept from it by a count that fails.
    const counts = await api.ask('GET', '/v1/overview').catch(() => null);
    return {
      title: 'Halt all sharing',
      scripts: LOWERING_SCRIPTS,
      body: (
        <>
          <p>
            Nothing is released to any agency from the moment this is in force, until two administrators
            resume. Answers that are being written are cut.
            {counts?.status === 200 ? ` ${whatEnds(counts.body as Counts)}` : ''}
          </p>
          <WithdrawForm form={form} typed={typed} press="Halt now" reasonMayFollow />
        </>
      ),
    };
  },
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

/** Tells what a halt ends for good, and what goes on once it is over. */
function whatEnds({ agenciesGranted, heldQueries }: Pick<Counts, 'agenciesGranted' | 'heldQueries'>): string {
  const held = `${counted(heldQueries, 'held query', 'held queries')} ${heldQueries === 1 ? 'ends' : 'end'}`;
  const shared = counted(agenciesGranted, 'agency', 'agencies');
  return `${held}, and must be asked again after it; ${shared} with a grant in force ${agenciesGranted === 1 ? 'gets' : 'get'} nothing until then.`;
}
