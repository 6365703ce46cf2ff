/** Shows an answer once its receipt holds: JSON on standard output, and on standard error what comes next. */
import { verifyReceipt } from './verify-receipt.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: JSON of several shapes; see `/openapi.json`
  readonly body: any;
}

const TOLD: Record<number, string> = { 200: 'released', 202: 'held for a person of the owner' };
const EXIT_CODES: Record<number, number> = { 200: 0, 202: 3, 403: 4 };

export const say = (line: string) => process.stderr.write(`${line}\n`);

// On a full disk for instance: `write` tells it.
process.stdout.on('error', () => undefined);

function write(line: string): Promise<void> {
  return new Promise((done, failed) => {
    process.stdout.write(`${line}\n`, (error) => {
      if (!error) done();
      else failed(new Error(`the answer could not be written: ${error.message}; make room, then ask again`));
    });
  });
}

type Later = (queryId: string) => string;

/**
 * @param logKey of the public log
 * @param later the command that picks up what is held
 * @param isLast no page is asked for after it
 * @returns the exit code
 */
export async function show(
  { status, headers, body }: Answer,
  logKey: string,
  later: Later,
  isLast: boolean,
): Promise<number> {
  if (body.receipt || status < 300) say(`receipt checked: entry ${verifyReceipt(body, logKey)}`);
  await write(JSON.stringify(body));
  const wait = headers.get('Retry-After');
  const more = isLast && body.next ? '; more pages follow (--pages, with the same --key)' : '';
  say(
    (TOLD[status] ?? `${status}: ${body.detail}`) + more + (wait === null ? '' : `; ask again in ${wait} s`),
  );
  for (const { code, clause, detail, found, whatToDo } of body.reasons ?? []) {
    say(`  ${code} (${clause}) ${detail ?? ''}`);
    for (const { words, frame = 'none' } of found ?? []) {
      say(`    words: "${words}"${frame === 'none' ? '' : ` (read as ${frame})`}`);
    }
    if (whatToDo !== undefined) say(`    ${whatToDo}`);
  }
  if (status === 202) say(`later: ${later(body.queryId)}`);
  return EXIT_CODES[status] ?? 1;
}
