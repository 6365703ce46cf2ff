/** Lists the faults between gateway and the vendor's cloud, by kind, with nothing that either side said. */

/**
 * `foreign`: the own network's id is probably wrong, so that its reads would be dropped as those of others.
 * `cut`: the question was given up before it was answered, by a revocation or by who asked.
 * `resting`: too many questions in a row have failed, so none is asked for some seconds.
 */
export type FlockFaultKind =
  | 'unreachable'
  | 'slow'
  | 'broken'
  | 'malformed'
  | 'foreign'
  | 'limited'
  | 'unauthorized'
  | 'refused'
  | 'resting'
  | 'cut';

const SENTENCES: Readonly<Record<FlockFaultKind, string>> = {
  unreachable:
    "the vendor's cloud cannot be reached, or broke off in the middle of its answer; check FLOCK_URL and the way out",
  slow: "the vendor's cloud did not answer in time; ask again, and see its status page if it lasts",
  broken: "the vendor's cloud answered that it has a fault; ask again, and see its status page if it lasts",
  malformed:
    "the vendor's cloud answered with something that is not what its interface describes; tell the vendor if it lasts",
  foreign:
    'every read that the vendor answered with is of another network than FLOCK_NETWORK_ID, and none of that one has ' +
    "been seen since the start; check FLOCK_NETWORK_ID against the network's id in the vendor's settings",
  limited:
    "the vendor's cloud asks us to wait: too many requests; ask again later, or have the vendor raise the limit",
  unauthorized: "the vendor's cloud does not accept our client; check FLOCK_CREDENTIALS_FILE",
  refused:
    "the vendor's cloud refused the request; check FLOCK_NETWORK_ID, and what the vendor lets this client do",
  resting: "the vendor's cloud failed several times in a row, and is asked again in some seconds",
  cut: 'the question was given up before it was answered',
};

export interface FlockFaultExtras {
  /** HTTP status of the vendor's answer. */
  readonly status?: number;
  /** Seconds after which it may be asked again. */
  readonly retryAfter?: number;
}

export class FlockFault extends Error {
  readonly kind: FlockFaultKind;
  readonly status: number | null;
  readonly retryAfter: number | null;

  /** Takes no cause: a library's error can hold addresses, and an answer can hold plates. */
  constructor(kind: FlockFaultKind, { retryAfter, status }: FlockFaultExtras = {}) {
    super(SENTENCES[kind]);
    this.name = 'FlockFault';
    this.kind = kind;
    this.status = status ?? null;
    this.retryAfter = retryAfter ?? null;
  }

  get code(): string {
    return `flock_${this.kind}`;
  }
}

/** The same question may be answered when it is asked again: what was wrong was not the question. */
export function mayPass({ kind }: FlockFault): boolean {
  return ['unreachable', 'slow', 'broken', 'malformed', 'limited'].includes(kind);
}
