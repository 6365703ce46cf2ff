/** What needs a hand first: whether sharing is on, with how many agencies, and what waits for somebody. */
import { Alert } from '../layout/alert.tsx';
import { Time } from '../layout/time.tsx';
import type { Page } from '../serve/page.ts';

interface Sharing {
  readonly halted: boolean;
  readonly epoch: number;
  readonly proposal: { readonly person: string } | null;
  readonly halts: readonly {
    readonly at: string;
    readonly person: string | null;
    readonly reason: string | null;
  }[];
}

export const OVERVIEW: Page = {
  path: '/console',
  action: 'read_registry',
  show: async ({ api }) => {
    const sharing = await api.call<Sharing>('GET', '/v1/sharing');
    const [halt] = sharing.halts;
    return {
      title: 'Overview',
      body: sharing.halted ? (
        <Alert kind="warning" heading="All sharing is halted">
          <p>
            Nothing is released to any agency. By {halt?.person ?? 'somebody whose entry was erased'},{' '}
            <Time at={halt?.at ?? null} />: {halt?.reason || 'no reason was given'}.
          </p>
          <p>
            Next: <a href="/console/resume">what to look at before resuming</a>.
          </p>
        </Alert>
      ) : (
        <Alert kind="success" heading="Sharing is on">
          Agencies with a grant in force get reads. Next: <a href="/console/agencies">the agencies</a>.
        </Alert>
      ),
    };
  },
};
