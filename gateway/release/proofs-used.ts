/** A DPoP proof is used once, on whichever node it arrives (RFC 9449 §11.1). */
import type { UsedProof } from './pending-query.ts';
import type { CommitClient } from './standing-store.ts';

/**
 * Claims the proofs of a batch; resolves to the hashes (hex) that were free until now. A replay does not
 * spoil the others' transaction. Two equal proofs in one batch are both given back as free: see `firstUses`.
 */
export async function claimProofs(client: CommitClient, proofs: readonly UsedProof[]): Promise<Set<string>> {
  if (proofs.length === 0) return new Set();
  const { rows } = await client.query({
    name: 'claim-proofs',
    text: `INSERT INTO proof_used (hash, expires_at)
      SELECT * FROM unnest($1::bytea[], $2::timestamptz[]) ON CONFLICT DO NOTHING RETURNING encode(hash, 'hex') AS hash`,
    values: [proofs.map((proof) => proof.hash), proofs.map((proof) => proof.expiresAt)],
  });
  return new Set(rows.map((row) => row.hash as string));
}

/** Takes a proof out of the free ones: true at its first use, false ever after. */
export function useOnce(free: Set<string>, proof: UsedProof | null): boolean {
  return proof === null || free.delete(proof.hash.toString('hex'));
}
