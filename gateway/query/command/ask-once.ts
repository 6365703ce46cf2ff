/** Requests of the `query` command: an answer that was lost comes again if the command is typed again, counted once. */
import type { Client } from '../../cli/client/connect.ts';
import { GatewayProblem, NoAnswer } from '../../cli/client/http-client-answer.ts';
import { withNext } from '../../cli/client/next-step.ts';
import type { Answer } from './describe-answer.ts';

export interface OnceAsked {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: object;
  /** The same whenever it is asked for again. */
  readonly key: string;
  readonly again: string;
}

/** @throws GatewayProblem or NoAnswer; with the command to type again where the answer may come later */
export function askOnce(
  { call }: Pick<Client, 'call'>,
  { again, body, key, method, path }: OnceAsked,
): Promise<Answer> {
  return call<Answer>(method, path, body, { 'Idempotency-Key': key }).catch((error: unknown) => {
    if (error instanceof NoAnswer) {
      throw new NoAnswer(`${error.message}\nnext: ${again}`, { cause: error });
    }
    if (error instanceof GatewayProblem && error.answer.status === 409) {
      const wait = error.answer.headers.get('Retry-After');
      if (wait !== null) throw withNext(error, `in ${wait} s: ${again}`);
    }
    throw error;
  });
}
