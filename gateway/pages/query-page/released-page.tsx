/**
 * Serves `/query/released/ID`: the reads of an answered query, at their own address, so that an officer comes
 * back to them. Each look sends the same request under the same `Idempotency-Key` as its form did: it is
 * judged again, under every right as it is now, and neither released nor counted again (see
 * `answer-query-once.ts`). A session is shorter than the day for which an answer is kept.
 */
import type { ReleaseAnswer } from '../../query/query.schema.ts';
import { Alert } from '../layout/alert.tsx';
import { epochOf } from '../serve/epoch-of.ts';
import type { Given, Shown, Visit } from '../serve/page.ts';
import { PageProblem } from '../serve/problem.ts';
import { typedBefore } from '../session/kept-forms.ts';
import { askAsTyped } from './ask-as-typed.ts';
import { showHeld } from './held-view.tsx';
import { OWN_RELEASES_ADDRESS } from './own-releases-page.tsx';
import { ReleaseView } from './release-view.tsx';
import { AskAgain, type ShownFormDeps, showForm } from './shown-form.tsx';

type MakeOf = (release: ReleaseAnswer, visit: Visit, deps: ShownFormDeps) => Given | Shown | Promise<Given>;

/** @param make of the reads what is shown or given */
export async function showReleased(
  visit: Visit,
  deps: ShownFormDeps,
  make: MakeOf = showReads,
): Promise<Given | Shown> {
  const { at, session } = visit;
  const typed = typedBefore(session, 'release', at.id);
  if (typed === null || at.id === undefined) return NOT_KEPT;
  const asked = { ...visit, typed };
  try {
    const came = await askAsTyped({ ...asked, now: deps.now() }, at.id);
    return 'reads' in came ? await make(came, asked, deps) : showHeld(came, asked);
  } catch (error) {
    if (!(error instanceof PageProblem)) throw error;
    const { problem } = error;
    return {
      ...showForm({ ...asked, problem }, deps),
      title: 'Reads are not shown again',
      status: problem.status,
    };
  }
}

function showReads(release: ReleaseAnswer, visit: Visit, deps: ShownFormDeps): Shown {
  return {
    title: 'Reads',
    release: { epoch: epochOf(release) },
    body: (
      <>
        <ReleaseView release={release} visit={visit} streets={deps.streets} />
        <p class="no-print">
          Until you sign out, these reads are at this address, and in{' '}
          <a href={OWN_RELEASES_ADDRESS}>your released queries</a>.
        </p>
        <AskAgain id={visit.at.id} />
      </>
    ),
  };
}

const NOT_KEPT: Shown = {
  title: 'Reads are not shown again',
  status: 404,
  body: (
    <Alert kind="info">
      Reads can be shown again until you sign out, or your session ends; those of this address cannot, or can
      no longer. Next: <a href={OWN_RELEASES_ADDRESS}>see which can</a>, or{' '}
      <a href="/query">ask the query again</a>.
    </Alert>
  ),
};
