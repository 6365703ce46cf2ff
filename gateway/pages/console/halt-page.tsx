/** Stopping all sharing: two clicks from everywhere. */
import { counted } from '../../../sharing-rules/text/counted.ts';
import type { AtStakeView } from '../../registry/sharing.schema.ts';
import type { Page } from '../serve/page.ts';
import { readAtStake, whatEnds } from './registry/at-stake.ts';
import { HowToResume } from './registry/how-to-resume.tsx';
import { WithdrawForm } from './registry/withdraw-form.tsx';
import { LOWERING_SCRIPTS, lower, WithdrawnStatus } from './registry/withdrawn.tsx';

export const HALT: Page = {
  path: '/console/halt',
  action: 'halt',
  show: async ({ api, form, typed }) => {
    // Whoever wants to stop all sharing is not kept from it by a count that fails.
    const stake = await readAtStake(api);
    return {
      title: 'Halt all sharing',
      scripts: LOWERING_SCRIPTS,
      body: (
        <>
          <p>
            Nothing is released to any agency from the moment this is in force, until two administrators
            resume. Answers that are being written are cut.
            {stake === null ? '' : ` ${whatEnds(stake)} ${whoGetsNothing(stake)}`}
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

function whoGetsNothing({ agencies }: AtStakeView): string {
  const isOne = agencies === 1;
  return `${counted(agencies, 'agency', 'agencies')} with a grant in force ${isOne ? 'gets' : 'get'} nothing until then.`;
}
