/**
 * Answers that never came, since a mark cut them: what the owner's people read, and what partners are sent, ends with a
 * right that is lowered meanwhile. Prism tells of them as of a failure of its own.
 */

import type { Operation } from '../../../gateway/http/routes/route.ts';
import { effectOf } from '../../../sharing-rules/terms/roles.ts';
import { NoAnswer } from './exchange.ts';

/** Times that one request is asked again: what is cut each time is a fault, too. */
const ASK_AGAIN = 10;

export class Cuts {
  /** Seen, and asked again. */
  count = 0;
  #begun = 0;
  #underWay = 0;

  /** Asked again where it was cut while a right was being lowered; at any other time that is a fault as any. */
  async around(
    operation: Operation,
    exchange: () => Promise<Response | NoAnswer>,
  ): Promise<Response | NoAnswer> {
    // What replaces a right that is in force ends it, too.
    const cutsOthers = withdraws(operation) || operation.side === 'withdrawing';
    for (let tries = 1; ; tries += 1) {
      const [begunBefore, underWayBefore] = [this.#begun, this.#underWay];
      if (cutsOthers) {
        this.#begun += 1;
        this.#underWay += 1;
      }
      const response = await exchange().finally(() => {
        if (cutsOthers) this.#underWay -= 1;
      });
      const mayBeCut = underWayBefore > 0 || this.#begun > begunBefore + (cutsOthers ? 1 : 0);
      if (response instanceof NoAnswer || !mayBeCut || tries > ASK_AGAIN || !(await isCut(response))) {
        return response;
      }
      this.count += 1;
    }
  }
}

/** Tells whether the act of an operation takes a right away. */
export function withdraws({ action }: Operation): boolean {
  return action !== undefined && effectOf(action) === 'withdraws';
}

async function isCut(response: Response): Promise<boolean> {
  if (response.status !== 500) return false;
  const { title, type } = (await response.clone().json()) as { title?: string; type?: string };
  return type === 'FetchError' && /ECONNRESET|socket hang up|Premature close/.test(title ?? '');
}
