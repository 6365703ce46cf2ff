/** The codes of reasons in one cell, each once: several reasons may have one code. */

import { isReasonCode, meaningOf } from '../../../sharing-rules/terms/reasons.ts';

interface ReasonCodesProps {
  readonly codes: readonly string[];
  /** Returns the words behind a code; default: none. */
  readonly wordsOf?: (code: string) => string;
}

export function ReasonCodes({ codes, wordsOf = () => '' }: ReasonCodesProps) {
  return (
    <>
      {[...new Set(codes)].map((code) => (
        <div key={code}>
          <code>{code}</code>
          {wordsOf(code)}
        </div>
      ))}
    </>
  );
}

/** Returns a code’s meaning, as text to follow the code. */
export function meansOf(code: string): string {
  return isReasonCode(code) ? `: ${meaningOf(code).means}` : '';
}
