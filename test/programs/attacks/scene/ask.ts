/** One request, as somebody with a token and a key sends it, and what came back. */
import { type Asker, credentialsOf } from '../../../setup/asker.ts';

export interface Answer {
  /** 0: the connection ended before the answer did. */
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: answers of many shapes
  readonly body: any;
  /** Ms from the call to the last byte. */
  readonly ms: number;
}

/** Ms after which an answer is not waited for any more. */
const PATIENCE = 60_000;

/**
 * Never throws: whatever stands in the way is an answer of status 0.
 * @param asker null: a stranger @param path with its query
 */
export async function ask(
  gateway: string,
  asker: Asker | null,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const began = performance.now();
  const [target] = path.split('?') as [string];
  try {
    const response = await fetch(gateway + path, {
      method,
      signal: AbortSignal.timeout(PATIENCE),
      headers: {
        ...(asker === null ? {} : credentialsOf(asker, method, target)),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('Content-Type')?.includes('json') && !text.includes('\n');
    const { headers: got, status } = response;
    return { status, headers: got, text, body: isJson ? JSON.parse(text) : null, ms: since(began) };
  } catch (error) {
    const text = String((error as Error).cause ?? error);
    return { status: 0, headers: new Headers(), text, body: null, ms: since(began) };
  }
}

const since = (began: number) => performance.now() - began;

/** How many reads left with an answer, wherever in it they stand. */
export function readsIn({ text }: Answer): number {
  return text.match(/"readId":/g)?.length ?? 0;
}

/** Status and reason codes of an answer, e.g. `403 subject_suspended`. */
export function describe({ body, status }: Answer): string {
  const codes = Array.isArray(body?.reasons) ? body.reasons.map((each: { code: string }) => each.code) : [];
  return [status, ...(codes.length > 0 ? codes : [body?.detail ?? body?.title].filter(Boolean))].join(' ');
}
