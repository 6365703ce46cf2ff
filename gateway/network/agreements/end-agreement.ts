/** Rejects a proposed agreement, or ends one in force, as one person may at any time. */
import { isFinal } from '../../../sharing-rules/network/agreement-states.ts';
import { readNow } from '../../database/read-now.ts';
import { GatewayError, requireFound } from '../../faults/errors.ts';
import { noteText } from './agreement-note.ts';
import { type AgreementRow, findAgreement } from './agreements-store.ts';
import type { AgreementDeps } from './propose-agreement.ts';
import { settleNote } from './settle-note.ts';

export interface Ending {
  readonly id: string;
  readonly word: 'reject' | 'end';
  readonly personId: string;
  readonly reason: string | null;
}

/**
 * Said again of one that is over, it changes nothing, and the answer says how it stands.
 * @throws GatewayError `not_found`; `conflict` where the other word is the right one; `unavailable` as `withdrawRight`
 */
export async function endAgreement(
  deps: AgreementDeps,
  { id, personId, reason, word }: Ending,
): Promise<AgreementRow> {
  const seen = requireFound(await findAgreement(deps.pool, id), 'agreement');
  if (isFinal(seen.status)) return seen;
  if (word === 'reject' && seen.status === 'in_force') {
    throw new GatewayError('conflict', 'this agreement is in force: end it');
  }
  if (word === 'end' && seen.status === 'proposed') {
    throw new GatewayError('conflict', 'this agreement is not in force: reject it');
  }
  const at = await readNow(deps.pool);
  const note = deps.self.signer.signText(noteText(id, { word, at }));
  return settleNote(deps, {
    ...{ agreement: seen, side: 'ours', word, note, at, reason },
    by: { personId, facts: {} },
  });
}
