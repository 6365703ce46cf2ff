/** The way out of a halt: a link for those who may resume; for others, who may. */
import { whoMay } from '../../../../sharing-rules/terms/roles.ts';
import { may } from '../../serve/may.ts';
import type { Visit } from '../../serve/page.ts';

export function HowToResume({ visit }: { readonly visit: Visit }) {
  return may(visit, 'resume') ? (
    <p>
      To share again, two administrators resume. Next:{' '}
      <a href="/console/resume">what to look at before resuming</a>.
    </p>
  ) : (
    <p>To share again, {whoMay('resume')} proposes to resume, and another one confirms it.</p>
  );
}
