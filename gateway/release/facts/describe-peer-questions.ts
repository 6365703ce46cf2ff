/**
 * The questions to gateways of other agencies. Each has an entry before it leaves, which it names; the partner's entry
 * shows it, so both logs tell which came first. In public only the agency and the minute are told.
 */
import type { Decision, DecisionInput } from '../../../sharing-rules/terms/decision.ts';
import { plateHmac } from '../../audit/plate-hmac.ts';
import type { AuditEvent } from '../../audit/seal-events.ts';
import { searchedBy } from '../../audit/searched-by.ts';
import type { FoundBy } from './describe-question.ts';
import type { Facts } from './facts-store.ts';
import type { PeerToAsk, PendingReads } from './pending-query.ts';

export interface PeerQuestions extends FoundBy {
  readonly peers: readonly PeerToAsk[];
  readonly registry: Facts;
  readonly rulesRevision: string;
}

/** Describes one event for each partner, in their order. INVARIANT: the rules permit the query, under the locks. */
export function describePeerQuestions(
  { query, queryHash, subject, traceparent }: PendingReads,
  input: DecisionInput,
  { obligations }: Pick<Decision, 'obligations'>,
  { namedOfficerId, officerId, peers, plateKey, registry, rulesRevision }: PeerQuestions,
): readonly AuditEvent[] {
  const { code, caseNumber } = query.purpose;
  const at = new Date(input.now).toISOString();
  return peers.map(({ agencyId, ori }): AuditEvent => {
    const agency = registry.agencies.get(agencyId)?.agency;
    if (agency === undefined) throw new Error('a partner that is asked is not in the registry');
    return {
      kind: 'peer_asked',
      agency,
      ...{ grant: null, effect: null, mark: false },
      asker: {
        ...{ at, peer: ori, officer: query.onBehalfOf ?? null, queryHash, traceparent },
        purpose: { code, ...(caseNumber === undefined ? {} : { caseNumber }) },
        ...(officerId === null ? {} : { subjectId: officerId }),
      },
      owner: {
        ...{ agency: subject.ori, input: { ...input }, obligations, rulesRevision },
        searchedBy: searchedBy({
          ...{ officerId, namedOfficerId, purpose: code },
          plate:
            query.plate === undefined ? null : plateHmac(plateKey, query.plate.number).toString('base64'),
        }),
      },
    };
  });
}
