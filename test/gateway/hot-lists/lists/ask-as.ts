/** Requests with a word in the Authorization header that says who asks (`sign-in-as.ts`). */
import { checkAnswer } from '../../../setup/check-answer.ts';

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, checked by the tests themselves
  readonly body: any;
}

/** @typeParam Who those that there are; null: nobody says who asks */
export type Ask<Who extends string> = (
  who: Who | null,
  method: string,
  path: string,
  body?: unknown,
  /** `Identities`: by which version of the agency's registrations the asker was authenticated. */
  headers?: Readonly<Record<string, string>>,
) => Promise<Response>;

export function askAs(url: string): Ask<string> {
  return (who, method, path, body, headers = {}) =>
    fetch(`${url}${path}`, {
      method,
      headers: {
        ...(who === null ? {} : { Authorization: who }),
        'Content-Type': 'application/json',
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
}

/** The answer, held against the document. @param patience how often it asks again where it is told to (503) */
export async function callAs(
  ask: Ask<string>,
  asked: Parameters<Ask<string>>,
  patience = 0,
): Promise<Answer> {
  let response = await ask(...asked);
  for (let tries = 0; response.status === 503 && tries < patience; tries += 1) {
    await response.arrayBuffer();
    response = await ask(...asked);
  }
  const answer = { status: response.status, body: JSON.parse(await response.text()) };
  checkAnswer(asked[1], asked[2], { ...answer, headers: response.headers });
  return answer;
}
