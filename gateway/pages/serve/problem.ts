/** Describes for a page what the gateway refused or could not do. */
import { mendedBySignIn } from '../../../sharing-rules/terms/roles.ts';
import type { HttpAnswer } from '../../cli/client/http-client-answer.ts';

export interface ToldReason {
  readonly code: string;
  readonly clause?: string;
  readonly detail?: string;
  readonly whatToDo?: string;
  readonly found?: readonly unknown[];
}

export interface Problem {
  readonly status: number;
  readonly detail: string;
  /** The heading if it is not a refusal; else the status has one. */
  readonly heading?: string;
  readonly reasons: readonly ToldReason[];
  /** Every member, e.g. a receipt. */
  readonly members: Readonly<Record<string, unknown>>;
}

/** Carries a refusal or a fault (RFC 9457) that the page does not expect. */
export class PageProblem extends Error {
  override readonly name = 'PageProblem';
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

/** The command to sign in that ends the gateway's words at a terminal: here a link says it. */
const COMMAND = /[;:] (?:sign in again: )?npm run gateway\b.*$/;

export function problemOf({ body, status }: Pick<HttpAnswer, 'body' | 'status'>): Problem {
  const members = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const detail = String(members.detail ?? members.title ?? 'the gateway did not answer').replace(COMMAND, '');
  const reasons = Array.isArray(members.reasons) ? (members.reasons as readonly ToldReason[]) : [];
  return { status, detail, reasons, members };
}

/** Returns true if a new sign-in, with the second factor, is all that is missing. */
export function wantsSignIn({ reasons }: Problem): boolean {
  return mendedBySignIn(reasons.map(({ code }) => code));
}
