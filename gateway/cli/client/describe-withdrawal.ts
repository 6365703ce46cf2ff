/** Describes a withdrawal of access in two lines: what is in force, and how many answers were cut. */
import type { WithdrawalResult } from '../../release/revoke/withdraw-right.ts';

/** Does not call an entry the beginning, since each repeated call has an entry of its own. */
export function describeWithdrawal({ index, drained, aborted, expiredNodes }: WithdrawalResult): string {
  const nodes =
    expiredNodes === 0
      ? ''
      : `; ${expiredNodes === 1 ? '1 silent node was' : `${expiredNodes} silent nodes were`} waited out`;
  return (
    `effective on every node, log entry ${index}:\n` +
    `  ${drained} answers under way, ${aborted} of them cut${nodes}`
  );
}
