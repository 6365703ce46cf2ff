/** Finds own queries of the last day with refused words: others on the plate or case wait for review. */
import { REFUSED_WORDS } from '../../../sharing-rules/rules/purpose/reworded.ts';
import { lookalikeKey } from '../../../sharing-rules/terms/plate.ts';
import type { ListedRefusal } from '../../query/own/own-refusals.schema.ts';
import type { Visit } from '../serve/page.ts';

const DAY = 86_400_000;

const caseOf = (text: string) => text.trim().replaceAll('-', '');

/** Finds the newest in her own list of refusals; null if there is none. It may not be all that counts. */
export async function refusedWordsBefore(
  { api, typed }: Pick<Visit, 'api' | 'typed'>,
  now: number,
): Promise<ListedRefusal | null> {
  const { refusals } = await api.call<{ refusals: readonly ListedRefusal[] }>('GET', '/v1/refusals?limit=50');
  const [caseNumber, plate] = [caseOf(typed.get('caseNumber') ?? ''), lookalikeKey(typed.get('plate') ?? '')];
  const isOfSame = (one: ListedRefusal) =>
    (one.caseNumber !== null && caseOf(one.caseNumber) === caseNumber) ||
    (one.plate !== null && lookalikeKey(one.plate) === plate);
  const refusesWords = ({ reasons }: ListedRefusal) =>
    reasons.some(({ code }) => (REFUSED_WORDS as readonly string[]).includes(code));
  return (
    refusals.find((one) => now - Date.parse(one.refusedAt) < DAY && refusesWords(one) && isOfSame(one)) ??
    null
  );
}
