/** The registry's closed lists in words: what stands in the database as a code is read here as people say it. */
import type { AgencyStatus } from '../../../../sharing-rules/terms/agency.ts';
import { AGENCY_CLASSES, findAgencyClass } from '../../../../sharing-rules/terms/agency-classes.ts';
import type { EnrolledStanding } from '../../../../sharing-rules/terms/asker.ts';
import { findPurpose } from '../../../../sharing-rules/terms/purposes.ts';
import { isReasonCode, sentence } from '../../../../sharing-rules/terms/reasons.ts';
import type { IdentityStatus } from '../../../../sharing-rules/terms/statuses.ts';

export const AGENCY_STATUS_WORDS: Readonly<Record<AgencyStatus, string>> = {
  draft: 'Not confirmed yet',
  active: 'Active',
  suspended: 'Suspended',
  retired: 'Retired',
};

export const STANDING_WORDS: Readonly<Record<EnrolledStanding, string>> = {
  active: 'May ask',
  held: 'Beyond the roster: queries wait for a reviewer',
  inactive: 'No release for 90 days',
  suspended: 'Suspended',
};

export const IDENTITY_STATUS_WORDS: Readonly<Record<IdentityStatus, string>> = {
  active: 'May sign in',
  suspended: 'Suspended',
  removed: 'Removed',
};

export const purposeWords = (code: string) => findPurpose(code)?.title ?? code;
export const classWords = (name: string) => findAgencyClass(name)?.title ?? name;

export const CLASS_CHOICES = AGENCY_CLASSES.map(({ class: value, title: name }) => ({ value, name }));

/** What to change, for a reason of the registry's. */
export const reasonWords = ({ code, detail }: { readonly code: string; readonly detail?: string }) =>
  isReasonCode(code) ? sentence({ code, ...(detail === undefined ? {} : { detail }) }) : (detail ?? code);

export const yesOrNo = (is: boolean) => (is ? 'yes' : 'no');
