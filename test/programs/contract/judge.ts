/** What is wrong with an answer, by Prism's word and by the check that all tests use. */
import { checkAnswer } from '../../setup/check-answer.ts';
import type { Asked } from './make-request.ts';

interface Finding {
  readonly location: readonly string[];
  readonly severity: string;
  readonly code: string | number;
  readonly message: string;
}

/** Of Prism's own, beside what the gateway answered. */
const FINDINGS = 'sl-violations';

export async function judge(
  { method, path }: Asked,
  response: Response,
): Promise<{ body: unknown; wrong: string[] }> {
  const headers = new Headers(response.headers);
  const found = JSON.parse(headers.get(FINDINGS) ?? '[]') as Finding[];
  headers.delete(FINDINGS);
  const text = await response.text();
  const type = headers.get('Content-Type')?.split(';')[0] ?? '';
  const isJson = /[/+]json$/.test(type);
  const body: unknown = isJson ? JSON.parse(text) : text;
  const wrong = found.flatMap(({ location, message }) => {
    const where = location.join('.');
    // Prism confuses `application/problem+json` with `application/json`; `checkAnswer` below tells them apart.
    if (where === 'response.body' && !response.ok && type === 'application/json') return [];
    if (location[0] === 'response') return [`Prism: ${where} ${message}`];
    // What the document forbids must not be carried out either: else it promises less than there is.
    return response.ok ? [`Prism: carried out, though ${where} ${message}`] : [];
  });
  try {
    checkAnswer(method, path, { status: response.status, headers, body });
  } catch (error) {
    wrong.push(`${(error as Error).message} (${beginningOf(text, response)})`);
  }
  return { body, wrong };
}

/** Of a problem, which may be Prism's own, where the gateway gave no answer; what was released is nobody's to print. */
function beginningOf(text: string, { status }: Response): string {
  return status < 400 ? 'not shown' : text.slice(0, 300);
}
