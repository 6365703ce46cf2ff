/** The one error type of the gateway. A denial is a value (a `Decision`), a fault is a `GatewayError`. */
import type { Stated } from '../../sharing-rules/incident/fitting-purposes.ts';
import type { Reason } from '../../sharing-rules/terms/decision.ts';

/** The stable names of faults; the last part of a problem document's `type`. */
export type FaultCode =
  | 'malformed'
  | 'invalid_token'
  | 'refused'
  | 'forbidden'
  | 'not_found'
  | 'method_not_allowed'
  | 'conflict'
  | 'too_large'
  | 'too_many_requests'
  | 'unavailable';

const STATUS: Readonly<Record<FaultCode, number>> = {
  malformed: 422,
  invalid_token: 401,
  refused: 403,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  too_large: 413,
  too_many_requests: 429,
  unavailable: 503,
};

/** The parts that a fault may carry to the outside beside its sentence. */
export interface FaultExtras {
  /** Response headers, e.g. `WWW-Authenticate`, `Retry-After`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Reason codes, if a decision led here. */
  readonly reasons?: readonly Reason[];
  /** The statements of the refused query, so that the reasons can say what would fit. */
  readonly stated?: Stated | undefined;
  /** Further members of the problem document (RFC 9457 §3.2), e.g. `receipt`. */
  readonly members?: Readonly<Record<string, unknown>>;
  /** Another status than the code's own, e.g. 422 for a grant that cannot be given. */
  readonly status?: number;
  readonly cause?: unknown;
  /** A code for the diagnostics, never shown: the reason of a refusal that the sentence may not give. */
  readonly why?: string;
}

/** `detail` is shown to the asker: it must say what to change, and hold no personal data. */
export class GatewayError extends Error {
  readonly code: FaultCode;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly reasons: readonly Reason[] | undefined;
  readonly stated: Stated | undefined;
  readonly members: Readonly<Record<string, unknown>>;
  readonly why: string | undefined;

  constructor(code: FaultCode, detail: string, extras: FaultExtras = {}) {
    super(detail, extras.cause === undefined ? undefined : { cause: extras.cause });
    this.name = 'GatewayError';
    this.code = code;
    this.status = extras.status ?? STATUS[code];
    this.headers = extras.headers ?? {};
    this.reasons = extras.reasons;
    this.stated = extras.stated;
    this.members = extras.members ?? {};
    this.why = extras.why;
  }
}

/** Makes a fault that may have passed in a second: the same request, sent again then, may be answered. */
export function unavailableNow(detail: string, cause?: unknown): GatewayError {
  const error = new GatewayError('unavailable', detail, { headers: { 'Retry-After': '1' }, cause });
  // The diagnostics name the place that threw it, which is not here.
  Error.captureStackTrace(error, unavailableNow);
  return error;
}

/** Returns what an id names. @throws GatewayError `not_found` where nothing has it */
export function requireFound<Found>(found: Found | null, what: string): Found {
  if (found === null) throw new GatewayError('not_found', `no ${what} has this id`);
  return found;
}
