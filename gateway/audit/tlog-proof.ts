/** A proof that an entry is in the log, as text that can be checked without the log (C2SP tlog-proof). */

/**
 * @param proof of inclusion in the tree of the checkpoint, from the leaf upwards
 * @param checkpoint signed, and cosigned as far as it is
 */
export function printTlogProof(index: number, proof: readonly Buffer[], checkpoint: string): string {
  const hashes = proof.map((hash) => `${hash.toString('base64')}\n`).join('');
  return `c2sp.org/tlog-proof@v1\nindex ${index}\n${hashes}\n${checkpoint}`;
}
