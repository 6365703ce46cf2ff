/** One request through the proxy, and its whole answer, within a time. */
import { credentialsOf } from '../../setup/asker.ts';
import type { Asked } from './make-request.ts';

/** Ms that an answer may take, to its last byte. */
const PATIENCE = 60_000;

/** A fault of the gateway or of the proxy, which the report names as any other. */
export class NoAnswer {
  readonly message: string;

  constructor(cause: unknown, patience: number) {
    const {
      cause: inner,
      message,
      name,
    } = cause as { cause?: Partial<Error>; message: string; name: string };
    const why = inner?.message || message;
    this.message = name === 'TimeoutError' ? `no answer within ${patience / 1_000} s` : `no answer: ${why}`;
  }
}

/** @param patience in ms; what is not there by then is no answer */
export async function exchange(
  proxyUrl: string,
  { body, headers, method, path, player }: Asked,
  patience = PATIENCE,
): Promise<Response | NoAnswer> {
  const [bare = ''] = path.split('?');
  try {
    const answer = await fetch(proxyUrl + path, {
      method,
      headers: {
        ...(player === null ? {} : credentialsOf(player.asker, method, bare)),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(patience),
    });
    const content = await answer.arrayBuffer();
    return new Response(content.byteLength === 0 ? null : content, answer);
  } catch (error) {
    return new NoAnswer(error, patience);
  }
}
