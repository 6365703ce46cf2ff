/** The gateway's answer to whatever takes a right away, in two lines: what is so now, and what it did to answers. */
import type { LoweringResult } from '../../release/revoke/lower-right.ts';

/** Repeated, each call has an entry of its own: so none is called the beginning. */
export function describeLowering({ index, drained, aborted, expiredNodes }: LoweringResult): string {
  const nodes =
    expiredNodes === 0
      ? ''
      : `; ${expiredNodes === 1 ? '1 silent node was' : `${expiredNodes} silent nodes were`} waited out`;
  return (
    `effective on every node, log entry ${index}:\n` +
    `  ${drained} answers under way, ${aborted} of them cut${nodes}`
  );
}
