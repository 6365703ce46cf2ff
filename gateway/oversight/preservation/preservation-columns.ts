/** Lists preservations for the command; the page, which has buttons in its last column, shows fewer columns. */
import { findPurpose } from '../../../sharing-rules/terms/purposes.ts';
import { type Columns, minuteOf } from '../../http/schemas/terms.ts';
import type { ShownPreservation } from './preservation.schema.ts';

export const PRESERVATION_COLUMNS: Columns<ShownPreservation> = {
  case: ({ caseNumber }) => caseNumber ?? '',
  process: ({ processId }) => processId ?? '',
  plate: ({ plate }) => plate.number,
  purpose: ({ purpose }) => {
    const { code } = purpose as { readonly code: string };
    return findPurpose(code)?.title ?? code;
  },
  status: ({ status }) => status,
  reads: ({ copies }) => copies?.reads ?? '',
  'until (UTC)': ({ until }) => minuteOf(until),
  'renewal (UTC)': ({ renewal }) => minuteOf(renewal?.until ?? null),
  'proposed by': ({ proposedByName }) => proposedByName,
  'approved by': ({ approvedByName }) => approvedByName ?? '',
};
