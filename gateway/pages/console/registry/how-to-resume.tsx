/** The way out of a halt: a link for those who may resume; for others, who may. */
import { whoMay } from '../../../../sharing-rules/terms/roles.ts';
import { may } from '../../serve/may.ts';
import type { Visit } from '../../serve/page.ts';

interface HowToResumeProps {
  readonly visit: Visit;
  /** True if another administrator waits for the second word. */
  readonly isProposed?: boolean;
}

export function HowToResume({ isProposed = false, visit }: HowToResumeProps) {
  return may(visit, 'resume') ? (
    <p>
      To share again, two administrators resume. Next:{' '}
      <a href="/console/resume">{isProposed ? 'see the proposal to resume' : 'Propose to resume'}</a>. Its
      page shows what to look at first.
    </p>
  ) : (
    <p>To share again, {whoMay('resume')} proposes to resume, and another one confirms it.</p>
  );
}
