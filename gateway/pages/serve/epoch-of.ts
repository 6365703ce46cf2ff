/** The epoch of a release that a page shows. */

/**
 * Returns the epoch under which it was committed, as the log has it: a node whose fence for the agency is
 * higher does not write it. INVARIANT (P2): whatever page shows the release is sent under it.
 */
export function epochOf({ receipt }: { readonly receipt: { readonly entry: string } }): number {
  return (JSON.parse(receipt.entry) as { readonly epoch: number }).epoch;
}
