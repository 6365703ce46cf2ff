/** Proofs that were used: each counts once, on whichever node it arrives (RFC 9449 §11.1). */
import type pg from 'pg';

/** The mark that a request's proof leaves. */
export interface ProofMark {
  /** SHA-256 over the key's thumbprint and the proof's `jti`. */
  readonly hash: Buffer;
  /** From then on the proof is refused for its age, so that its mark may be forgotten. */
  readonly expiresAt: Date;
}

/** True at a proof's first use, false ever after. A query's proof is claimed with its release instead. */
export async function claimProof(client: Pick<pg.Pool, 'query'>, proof: ProofMark): Promise<boolean> {
  const { rowCount } = await client.query({
    name: 'claim-proof',
    text: 'INSERT INTO proof_used (hash, expires_at) VALUES ($1, $2) ON CONFLICT DO NOTHING',
    values: [proof.hash, proof.expiresAt],
  });
  return rowCount === 1;
}

/** Resolves to how many were forgotten. By the database's clock; the marks outlive their proofs by a minute. */
export async function forgetExpiredProofs(client: Pick<pg.Pool, 'query'>): Promise<number> {
  const { rowCount } = await client.query('DELETE FROM proof_used WHERE expires_at < clock_timestamp()');
  return rowCount ?? 0;
}
