/** Tells in words who handles a report of misuse; pages and commands say it alike. */
import type { ReportCloser } from '../../../sharing-rules/misuse/report-closing.ts';
import { CLOSED_WITHIN } from './report-misuse.ts';

interface Opened {
  readonly closer: ReportCloser;
  /** Name of the one who handles it; null if nobody may close it. */
  readonly owner: string | null;
}

/** Tells the person who has just written the report who handles it. */
export function whoHasIt({ closer, owner }: Opened): string {
  if (closer === 'chief') return `the Chief has your report, and ${CLOSED_WITHIN} days to close it`;
  const why = 'it is about the Chief, who is not shown it';
  return owner === null
    ? `nobody has your report yet: ${why}, and an auditor who did not report it closes it; have such an auditor registered`
    : `the auditor ${owner} has your report, and ${CLOSED_WITHIN} days to close it: ${why}`;
}

/** Tells somebody who may read the report, but not close it, who may. */
export function whoClosesIt(closer: ReportCloser, isReporter: boolean): string {
  if (closer === 'chief') return 'the Chief closes it; your role only reads it';
  return isReporter
    ? 'it is about the Chief, and you reported it: another auditor closes it; if there is none, have one registered'
    : 'it is about the Chief: an auditor who did not report it closes it';
}
