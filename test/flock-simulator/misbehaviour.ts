/** The ways in which the simulated vendor can misbehave, and where. */

/** Any end point can do these. */
const ANSWER_FAULTS = [
  'slow',
  'silent',
  'rate_limited',
  'server_error',
  'broken_off',
  'malformed_json',
  'wrong_content_type',
  'accepted',
  'partial_content',
  'error_body',
  'problem_json',
  'token_revoked',
] as const;

/** Only a look-up can do these: its answer is well-formed, and wrong. */
const READ_FAULTS = [
  'other_network',
  'other_plate',
  'outside_window',
  'duplicate_pages',
  'captured_in_future',
  'captured_at_nonsense',
] as const;

/** Only hot lists can do these: it says that it did what was asked, and did not. */
export const HOT_LIST_FAULTS = ['add_ignored', 'removal_ignored'] as const;

export const FAULTS = [...ANSWER_FAULTS, ...READ_FAULTS, ...HOT_LIST_FAULTS] as const;
export type Fault = (typeof FAULTS)[number];

/** The parts of the API, each of which can misbehave alone. */
export const PARTS = ['token', 'reads', 'hot_lists', 'subscriptions'] as const;
export type Part = (typeof PARTS)[number];

export interface Misbehaviour {
  readonly fault: Fault;
  /** `reads` unless said, or `hot_lists` for a fault of hot lists. */
  readonly part?: Part;
  /** Only look-ups for this plate; all unless said. */
  readonly plate?: string;
  /** How many answers; all until `behave` unless said. */
  readonly times?: number;
}

interface Standing {
  readonly fault: Fault;
  readonly part: Part;
  readonly plate?: string;
  left: number;
}

/** What is switched on, and what of it an answer must do. */
export class Misbehaviours {
  #standing: Standing[] = [];

  add(given: Misbehaviour): void {
    const hotLists = HOT_LIST_FAULTS.some((fault) => fault === given.fault);
    this.#standing.push({
      fault: given.fault,
      part: given.part ?? (hotLists ? 'hot_lists' : 'reads'),
      left: given.times ?? Number.POSITIVE_INFINITY,
      ...(given.plate === undefined ? {} : { plate: given.plate }),
    });
  }

  /** Ends every misbehavior. */
  clear(): void {
    this.#standing = [];
  }

  /** The faults of one answer; asking counts it. */
  take(part: Part, plate: string | undefined): ReadonlySet<Fault> {
    const due = this.#standing.filter(
      (one) => one.part === part && (one.plate === undefined || one.plate === plate),
    );
    for (const one of due) one.left -= 1;
    this.#standing = this.#standing.filter((one) => one.left > 0);
    return new Set(due.map((one) => one.fault));
  }
}
