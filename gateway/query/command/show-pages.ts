/** Shows a query page by page, and keeps what it takes to go on with it later. */
import type { Client } from '../../cli/client/connect.ts';
import { GatewayProblem } from '../../cli/client/http-client-answer.ts';
import { withNext } from '../../cli/client/next-step.ts';
import { printAnswer } from '../../cli/client/print-answer.ts';
import type { ProofKey } from '../../cli/client/proof-key.ts';
import { nextCommand } from '../../cli/next-command.ts';
import { CURSOR_LIFETIME } from '../page-cursor.ts';
import { askOnce } from './ask-once.ts';
import { checkReceipt } from './check-receipt.ts';
import { type Answer, describeHeld, describeRelease } from './describe-answer.ts';
import { forgetNextPage, keepNextPage } from './kept-next-page.ts';

/** The asker, and how its answers are shown. */
export interface Showing {
  readonly client: Client;
  /** Its name, where it must be named again. */
  readonly as: string | undefined;
  /** The key that its tokens are bound to, and cursors with them. */
  readonly proofKey: ProofKey;
  readonly json: boolean;
  readonly pages: number;
  readonly heldBefore: boolean;
}

export const ASK_AGAIN = 'ask the whole query again, with its plate, purpose and case';

/** The page after the release, and those after it. */
export async function showNextPages(showing: Showing, releaseId: string, cursor: string): Promise<void> {
  await showPages(showing, await nextPage(showing, releaseId, cursor), goOn(releaseId));
}

/**
 * @param firstAgain the command that shows this answer again
 * @throws GatewayProblem or NoAnswer with the command that goes on from the last page that was shown
 */
export async function showPages(showing: Showing, first: Answer, firstAgain: string): Promise<void> {
  const { as, client, heldBefore, json, pages } = showing;
  let answer = first;
  let again = firstAgain;
  let shown = 0;
  for (let page = 1; ; page += 1) {
    await checkReceipt(answer, client.logKey);
    if (!('reads' in answer)) {
      const held = answer;
      await printAnswer(held, json, () => describeHeld(held, as, heldBefore), again);
      return;
    }
    const release = answer;
    const { next, releaseId } = release;
    shown += release.reads.length;
    const isLast = next === null || page === pages;
    const kept = next === null ? null : keep(showing, releaseId, next);
    const human = () => describeRelease(release, isLast ? kept : null, isLast && shown > 0);
    await printAnswer(release, json, human, again);
    if (isLast) return;
    again = goOn(releaseId);
    answer = await nextPage(showing, releaseId, next);
  }
}

/**
 * Asks again under the same key after a lost answer: the gateway gives the very page, and counts it once.
 * @throws GatewayProblem or NoAnswer with what comes next
 */
function nextPage({ client }: Showing, releaseId: string, cursor: string): Promise<Answer> {
  const page = { path: `/v1/queries/${releaseId}/next`, key: `page-after-${releaseId}` };
  const asked = { method: 'POST', ...page, body: { cursor }, again: goOn(releaseId) } as const;
  return askOnce(client, asked).catch(whatComesNext(releaseId));
}

/** Refused, or of no use any more. */
const ENDED: ReadonlySet<number> = new Set([403, 404, 409, 422]);

function whatComesNext(releaseId: string) {
  return (error: unknown): never => {
    if (!(error instanceof GatewayProblem)) throw error;
    const { headers, status } = error.answer;
    const wait = headers.get('Retry-After');
    if (wait === null && ENDED.has(status)) {
      forgetNextPage(releaseId);
      const instead = status === 403 ? 'the reasons say what has to change before you ask again' : ASK_AGAIN;
      throw withNext(error, `this query goes no further: ${instead}`);
    }
    if (status === 401) throw error;
    throw withNext(error, `${wait === null ? '' : `in ${wait} s: `}${goOn(releaseId)}`);
  };
}

const goOn = (releaseId: string) => nextCommand(`query --next ${releaseId}`);

/** The line that says how to go on. */
function keep({ client: { name }, proofKey }: Showing, releaseId: string, cursor: string): string {
  try {
    keepNextPage(releaseId, { as: name, cursor, proofKey, expiresAt: Date.now() + CURSOR_LIFETIME });
    return `more follow, for fifteen minutes; next: ${goOn(releaseId)}`;
  } catch (error) {
    const { message } = error as Error;
    return `more follow, but nothing can be kept here to go on with (${message}): ${ASK_AGAIN}, and with --pages`;
  }
}
