/** Prints a proof that an entry is in the log, to be checked without the log (C2SP tlog-proof). */

/**
 * Prints the proof that leads from an entry upwards to the tree of the checkpoint, which is signed, and
 * cosigned if witnesses have done so.
 */
export function printTlogProof(index: number, proof: readonly Buffer[], checkpoint: string): string {
  const hashes = proof.map((hash) => `${hash.toString('base64')}\n`).join('');
  return `c2sp.org/tlog-proof@v1\nindex ${index}\n${hashes}\n${checkpoint}`;
}
