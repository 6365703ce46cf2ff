/** The registry's closed lists in words: what stands in the database as a code is read here as people say it. */
import { findPurpose } from '../../../../sharing-rules/terms/purposes.ts';
import { isReasonCode, sentence } from '../../../../sharing-rules/terms/reasons.ts';

export const purposeWords = (code: string) => findPurpose(code)?.title ?? code;

/** What to change, for a reason of the registry's. */
export const reasonWords = ({ code, detail }: { readonly code: string; readonly detail?: string }) =>
  isReasonCode(code) ? sentence({ code, ...(detail === undefined ? {} : { detail }) }) : (detail ?? code);

export const yesOrNo = (is: boolean) => (is ? 'yes' : 'no');
