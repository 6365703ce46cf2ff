/** Reads public paths without a token, so that nobody has to be named. */
import { gatewayUrl } from './connect.ts';
import { explain } from './http-client.ts';
import { bodyOf, readAnswer } from './http-client-answer.ts';

/** @throws NoAnswer; GatewayProblem for a status of 400 and above, with what to do next */
export async function readPublic<T>(path: string): Promise<T> {
  const url = gatewayUrl();
  const unanswered = explain(`the gateway at ${url} gave no answer; is it running?`);
  const response = await fetch(`${url}${path}`).catch(unanswered);
  return bodyOf(await readAnswer(response).catch(unanswered)) as T;
}
