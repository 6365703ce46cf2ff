/** What is compared: something that answers the same question as `decide`. */

import type { Offense } from '../../../../sharing-rules/terms/query.ts';
import type { Request } from './world.ts';

export interface Decider {
  readonly name: string;
  readonly decide: (request: Request) => 'permit' | 'deny';
}

/** An offense as one word, as the peers' rules name it; empty where none is given. */
export function offenseWord(offense: Offense | undefined): string {
  return offense === undefined ? '' : `${offense.system}:${offense.code}`;
}
