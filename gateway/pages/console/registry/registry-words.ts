/** The registry's closed lists in words: what stands in the database as a code is read here as people say it. */
import type { AgencyStatus, DataClass, ShownGrantStatus } from '../../../../sharing-rules/terms/agency.ts';
import { AGENCY_CLASSES, findAgencyClass } from '../../../../sharing-rules/terms/agency-classes.ts';
import type { EnrolledStanding } from '../../../../sharing-rules/terms/asker.ts';
import { findPurpose } from '../../../../sharing-rules/terms/purposes.ts';
import { isReasonCode, sentence } from '../../../../sharing-rules/terms/reasons.ts';
import type { IdentityStatus } from '../../../../sharing-rules/terms/statuses.ts';

export const GRANT_STATUS_WORDS: Readonly<Record<ShownGrantStatus, string>> = {
  proposed: 'Waits for approval',
  active: 'In force',
  revoked: 'Revoked',
  withdrawn: 'Withdrawn',
  expired: 'Expired',
};

export const AGENCY_STATUS_WORDS: Readonly<Record<AgencyStatus, string>> = {
  draft: 'Not confirmed yet',
  active: 'Active',
  suspended: 'Suspended',
  retired: 'Retired',
};

export const DATA_CLASS_WORDS: Readonly<Record<DataClass, string>> = {
  reads: 'Reads',
  hits: 'Hits on hot lists',
  hot_lists: 'Hot lists',
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

/** As the choices of a form. */
export const choicesOf = (words: Readonly<Record<string, string>>) =>
  Object.entries(words).map(([value, name]) => ({ value, name }));

export const CLASS_CHOICES = AGENCY_CLASSES.map(({ class: value, title: name }) => ({ value, name }));

/** What to change, for a reason of the registry's. */
export const reasonWords = ({ code, detail }: { readonly code: string; readonly detail?: string }) =>
  isReasonCode(code) ? sentence({ code, ...(detail === undefined ? {} : { detail }) }) : (detail ?? code);

export const yesOrNo = (is: boolean) => (is ? 'yes' : 'no');
