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
  const queries = counted(held, 'held query', 'held queries');
  const ends = held + approved === 1 ? 'ends' : 'end';
  const collected =
    approved === 1
      ? 'one that is approved and not collected'
      : `${approved} that are approved and not collected`;
  return `${queries}${approved === 0 ? '' : ` and ${collected}`} ${ends}, and must be asked again after it.`;
}
