/** A grant as administrators see it and the log keeps it: ISO 8601 times, days, persons by id and name. */
import type { GrantTerms, ShownGrant } from './grant.schema.ts';
import type { WithEntries } from './grant-entries-store.ts';
import type { GrantRecord } from './grants-store.ts';

/** Returns the terms that the two persons of the grant agree on. */
export function describeTerms(grant: GrantRecord): GrantTerms {
  const { agreement, certification, networkAgreement } = grant;
  return {
    purposes: [...grant.purposes],
    dataClasses: [...grant.dataClasses],
    lookBackDays: grant.lookBackDays,
    dailyRecords: grant.dailyRecords,
    validFrom: isoTime(grant.validFrom),
    validUntil: isoTime(grant.validUntil),
    agreement: {
      reference: agreement.reference,
      signedOn: isoDay(agreement.signedOn),
      expiresOn: agreement.expiresOn === null ? null : isoDay(agreement.expiresOn),
      article74: agreement.article74,
      officerMfa: agreement.officerMfa,
      ...(networkAgreement === null ? {} : { id: networkAgreement }),
    },
    certification: certification && {
      signer: certification.signer,
      signedOn: isoDay(certification.signedOn),
    },
  };
}

/** Returns the whole grant, with who did what and when. */
export function presentGrant(grant: GrantRecord & Partial<WithEntries>): ShownGrant {
  const { approvedIndex, proposedIndex } = grant;
  return {
    id: grant.id,
    partner: grant.partner,
    partnerName: grant.partnerName,
    status: grant.shown,
    ...describeTerms(grant),
    // A proposal is in force from its approval on.
    ...(grant.approvedAt === null ? { validFrom: null } : {}),
    proposedBy: grant.proposedBy,
    proposedByName: grant.proposedByName,
    proposedAt: isoTime(grant.proposedAt),
    approvedBy: grant.approvedBy,
    approvedByName: grant.approvedByName,
    approvedAt: isoTimeOrNull(grant.approvedAt),
    endedBy: grant.endedBy,
    endedByName: grant.endedByName,
    endedAt: isoTimeOrNull(grant.endedAt),
    endedReason: grant.endedReason,
    endedIndex: grant.endedIndex,
    ...(proposedIndex === undefined ? {} : { proposedIndex }),
    ...(approvedIndex === undefined ? {} : { approvedIndex }),
  };
}

function isoTime(time: number): string {
  return new Date(time).toISOString();
}

function isoTimeOrNull(time: number | null): string | null {
  return time === null ? null : isoTime(time);
}

function isoDay(time: number): string {
  return isoTime(time).slice(0, 10);
}
