/** Tells, before a halt or a revocation, which queries it ends for good. */
import { counted } from '../../../../sharing-rules/text/counted.ts';
import type { AtStakeView } from '../../../registry/sharing.schema.ts';
import type { PersonApi } from '../../serve/person-api.ts';
import { searchOf } from './addresses.ts';

/** Resolves to null where it cannot be counted: whoever wants to stop sharing is not kept from it. */
export async function readAtStake(api: Pick<PersonApi, 'ask'>, agency?: string): Promise<AtStakeView | null> {
  const answer = await api.ask('GET', `/v1/sharing/at-stake${searchOf({ agency })}`).catch(() => null);
  return answer?.status === 200 ? (answer.body as AtStakeView) : null;
}

/** Names those that a reviewer approved too: nobody can collect them any more. */
export function whatEnds({ approved, held }: AtStakeView): string {
  if (held + approved === 0) return 'No query waits that it would end.';
  const queries = [
    ...(held === 0 ? [] : [counted(held, 'held query', 'held queries')]),
    ...(approved === 0
      ? []
      : [`${counted(approved, 'approved query', 'approved queries')} not yet collected`]),
  ].join(' and ');
  return `${queries} ${held + approved === 1 ? 'ends' : 'end'}, and must be asked again afterwards.`;
}
