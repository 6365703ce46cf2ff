/** Describes an answer beside its body: which declared status, where the thing is found, its version. */
export interface ReplyHead {
  /** One of the declared statuses; optional if only one of them means success. */
  readonly status?: number;
  /** The path at which the created thing is found. */
  readonly location?: string;
  readonly etag?: string;
}

export class Reply {
  readonly body: object;
  readonly head: ReplyHead;

  constructor(body: object, head: ReplyHead) {
    this.body = body;
    this.head = head;
  }
}

export function reply(body: object, head: ReplyHead): Reply {
  return new Reply(body, head);
}
