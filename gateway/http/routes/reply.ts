/** What a handler answers beside a body: which of the declared statuses, where it is found, which state it is. */
export interface ReplyHead {
  /** One of the declared ones; may be left out where there is only one for success. */
  readonly status?: number;
  /** Where the created thing is found. */
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
