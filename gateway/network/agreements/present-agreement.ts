/** An agreement as administrators see it, with the fingerprints to compare by phone, and the file for the other side. */
import { hash } from 'node:crypto';
import { shownStatus } from '../../../sharing-rules/network/agreement-states.ts';
import type { Queryable } from '../../database/queryable.ts';
import { readNow } from '../../database/read-now.ts';
import type { ShownAgreement } from './agreement.schema.ts';
import { type Agreement, sidesOf } from './agreement-document.ts';
import { type AgreementRow, findNotes } from './agreements-store.ts';

export interface PresentDeps {
  readonly pool: Queryable;
  readonly owner: string;
  /** Returns the client by which we sign in at the other gateway; null: no credentials are there yet. */
  readonly clientAt: (ori: string) => Promise<string | null>;
}

/** Groups of four are read out loud without mistakes. */
const grouped = (hex: string) => hex.match(/.{4}/g)?.join(' ') ?? '';
/** The fingerprint of the key of a log. */
export const fingerprint = (logKey: string): string => grouped(hash('sha256', logKey, 'hex').slice(0, 32));

export async function presentAgreement(
  { clientAt, owner, pool }: PresentDeps,
  row: AgreementRow,
): Promise<ShownAgreement> {
  const agreement = JSON.parse(row.document) as Agreement;
  const { own, other } = sidesOf(agreement, owner);
  const notes = await findNotes(pool, row.id);
  const accepted = notes.find(({ side, word }) => side === 'ours' && word === 'accept');
  const clientId = accepted === undefined ? null : await clientAt(row.ori);
  return {
    id: row.id,
    status: shownStatus(row.status, row.validUntil.getTime(), await readNow(pool)),
    ori: row.ori,
    name: row.agencyName,
    agreement,
    fingerprints: {
      agreement: grouped(row.id.slice('sha256:'.length, 'sha256:'.length + 32)),
      logKey: fingerprint(own.logKey),
      otherLogKey: fingerprint(row.logKey?.split(' ').at(-1) ?? other.logKey),
    },
    notes: notes.map(({ saidAt, toldAt, ...note }) => ({
      ...note,
      saidAt: saidAt.toISOString(),
      toldAt: toldAt?.toISOString() ?? null,
    })),
    client: row.clientId === null ? null : { id: row.clientId },
    proposedBy: row.proposedBy,
    proposedByName: row.proposedByName,
    proposedAt: row.proposedAt.toISOString(),
    acceptedFirstBy: row.setBy,
    acceptedFirstByName: row.setByName,
    acceptedBy: row.approvedBy,
    acceptedByName: row.approvedByName,
    acceptedAt: row.approvedAt?.toISOString() ?? null,
    endedBy: row.endedBy,
    endedByName: row.endedByName,
    endedAt: row.endedAt?.toISOString() ?? null,
    endedReason: row.endedReason,
    file:
      accepted === undefined
        ? null
        : { agreement, note: accepted.note, client: clientId === null ? null : { id: clientId } },
  };
}
