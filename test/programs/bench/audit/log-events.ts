/** What the log of the benchmark says: releases and refusals of one agency, as large as those of queries. */
import { randomUUID } from 'node:crypto';
import type { AuditEvent } from '../../../../gateway/audit/seal-events.ts';

export interface Logging {
  readonly agencyId: number;
  readonly ori: string;
  readonly grantId: string;
}

/** Without it, a release would break the rules of the log. */
export function approval({ agencyId: id, grantId: grant, ori }: Logging): AuditEvent {
  const event = { kind: 'grant_approved', agency: { id, ori }, grant, effect: null, mark: false } as const;
  return { ...event, asker: {}, owner: {} };
}

/** Every third a refusal. @param whole with details of the size that a query's have */
export function queries(
  { agencyId: id, grantId, ori }: Logging,
  count: number,
  whole: boolean,
): AuditEvent[] {
  return Array.from({ length: count }, (_, i) => {
    const refused = i % 3 === 0;
    const effect = refused ? 'deny' : 'permit';
    const event = {
      kind: refused ? 'refusal' : 'release',
      agency: { id, ori },
      grant: refused ? null : grantId,
      effect,
      mark: false,
    } as const;
    if (!whole) return { ...event, asker: {}, owner: {} };
    return {
      ...event,
      asker: {
        agency: ori,
        effect,
        id: randomUUID(),
        purpose: { code: 'stolen_vehicle' },
        queryHash: 'A'.repeat(44),
        reasons: refused ? [{ code: 'purpose_vague' }] : [],
      },
      owner: { input: { query: { purpose: { justification: 'as it was asked '.repeat(80) } } }, number: i },
    };
  });
}
