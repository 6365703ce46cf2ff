/** Judges served process: what is refused at once, which duties stand, and what is overdue. */

export const PROCESS_KINDS = [
  'subpoena',
  'search_warrant',
  'court_order',
  'records_request',
  'administrative_warrant',
] as const;
export type ProcessKind = (typeof PROCESS_KINDS)[number];

/**
 * To answer it; to send a copy of federal immigration process to the department of public safety, and to tell the person
 * whom it is about (HB26-1276).
 */
export const DUTIES = ['answer', 'copy_to_state', 'notify_person'] as const;
export type Duty = (typeof DUTIES)[number];

export const PROCESS_STATUSES = ['open', 'done', 'refused'] as const;
export type ProcessStatus = (typeof PROCESS_STATUSES)[number];

/** `lapsed`: the refusal is the answer, and nothing was given of which anybody could be told. */
export const DUTY_STATUSES = ['open', 'overdue', 'done', 'lapsed'] as const;
export type DutyStatus = (typeof DUTY_STATUSES)[number];

/** Returns why nothing is ever given under it; null if a person must decide. */
export function refusedAtOnce(kind: ProcessKind): string | null {
  return kind === 'administrative_warrant'
    ? 'an administrative warrant of immigration is signed by no court: nothing is given under it (C.R.S. 24-74-103, 24-76.6-102)'
    : null;
}

/** True if it stands although the process was refused. */
export const outlivesRefusal = (duty: Duty) => duty === 'copy_to_state';

/** A duty with its times in ms. */
export interface DutyTimes {
  readonly duty: Duty;
  readonly dueAt: number;
  readonly doneAt: number | null;
}

export function dutyStatus(
  { doneAt, dueAt, duty }: DutyTimes,
  { isRefused, now }: { readonly isRefused: boolean; readonly now: number },
): DutyStatus {
  if (doneAt !== null) return 'done';
  if (isRefused && !outlivesRefusal(duty)) return 'lapsed';
  return dueAt <= now ? 'overdue' : 'open';
}

export function processStatus(isRefused: boolean, duties: readonly DutyStatus[]): ProcessStatus {
  if (isRefused) return 'refused';
  return duties.length > 0 && duties.every((one) => one === 'done') ? 'done' : 'open';
}

/** The times of a process, as it is to be registered. */
export interface ProcessTimes {
  readonly servedAt: number;
  readonly duties: readonly { readonly duty: Duty; readonly by: number }[];
  readonly from: number | null;
  readonly to: number | null;
}

/** Clocks may differ by so much. */
const AHEAD = 60_000;

/** Returns what is wrong with it, by the member's name and with what to write; null if nothing is. */
export function faultOfProcess({ duties, from, servedAt, to }: ProcessTimes, now: number): string | null {
  if (servedAt > now + AHEAD) {
    return '`servedAt` is in the future: write the day or the time at which it was served';
  }
  const early = duties.findIndex(({ by }) => by < servedAt);
  if (early >= 0) {
    const { duty } = duties[early] as (typeof duties)[number];
    return (
      `\`duties.${early}.by\` is before \`servedAt\`: write the day or the time by which the duty \`${duty}\` is due, ` +
      'which is not before the process was served'
    );
  }
  const twice = duties.findIndex(({ duty }, at) => duties.findIndex((one) => one.duty === duty) < at);
  if (twice >= 0) return `\`duties.${twice}.duty\` stands twice: write each duty once`;
  if (from !== null && to !== null && to < from) {
    return '`scope.to` is before `scope.from`: write the end of the time that the process asks about';
  }
  return null;
}
