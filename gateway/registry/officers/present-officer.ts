/** Presents an officer as the API shows them, by opaque ids. */
import type { ShownOfficer } from './officer.schema.ts';
import type { EnrolledSubject } from './officers-store.ts';

export function presentOfficer(row: EnrolledSubject): ShownOfficer {
  const { agencyId: _, attestedAt, enrolledAt, ...subject } = row;
  return {
    ...subject,
    enrolledAt: enrolledAt.toISOString(),
    attestedAt: attestedAt?.toISOString() ?? null,
  };
}
