/** The registry's closed lists in words, as people say what the database has as a code. */
import { findPurpose } from '../../../../sharing-rules/terms/purposes.ts';
import { isReasonCode, sentence } from '../../../../sharing-rules/terms/reasons.ts';

export const purposeWords = (code: string) => findPurpose(code)?.title ?? code;

/** Says what to change, for a reason code of the registry. */
export const reasonWords = ({ code, detail }: { readonly code: string; readonly detail?: string }) =>
  isReasonCode(code) ? sentence({ code, ...(detail === undefined ? {} : { detail }) }) : (detail ?? code);

export const yesOrNo = (is: boolean) => (is ? 'yes' : 'no');
