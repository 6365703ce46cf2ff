/** Proofs that were used: each counts once, on whichever node it arrives (RFC 9449 §11.1). */
import type { StatementClient } from '../../database/connect-pipelined.ts';
import { countChanged, type Queryable } from '../../database/queryable.ts';

/** The record that a request's proof was used. */
export interface ProofMark {
  /** SHA-256 over the key's thumbprint and the proof's `jti`. */
  readonly hash: Buffer;
  /** The time from which the proof is refused for its age, so that its record may be forgotten. */
  readonly expiresAt: Date;
}

/** True at a proof's first use, false ever after. A query's proof is claimed with its release instead. */
export async function claimProof(client: StatementClient, proof: ProofMark): Promise<boolean> {
  const text = claimProofsSql('$1', '$2');
  const { rows } = await client.query({ name: 'claim-proofs', text, values: claimProofsValues([proof]) });
  return useOnce(freeProofsOf(rows), proof);
}

/**
 * Claims the proofs of a batch; answers the hashes (hex) that were free until now. A replay does not spoil the others'
 * transaction. Of two equal proofs in one batch `useOnce` lets only the first pass.
 */
export function claimProofsSql(hashes: string, expiries: string): string {
  return `INSERT INTO proof_used (hash, expires_at)
    SELECT substr(${hashes}::bytea, (32 * p.place - 31)::int, 32), to_timestamp(p.expires_at / 1000.0::float8)
    FROM unnest(${expiries}::bigint[]) WITH ORDINALITY AS p (expires_at, place)
    ON CONFLICT DO NOTHING RETURNING encode(hash, 'hex') AS hash`;
}

/** The parameters of `claimProofsSql`: one value for all hashes, and the expiries in ms since the epoch. */
export function claimProofsValues(proofs: readonly ProofMark[]): unknown[] {
  return [Buffer.concat(proofs.map((proof) => proof.hash)), proofs.map((proof) => proof.expiresAt.getTime())];
}

/** The free proofs from the rows of `claimProofsSql`. */
export function freeProofsOf(rows: readonly Record<string, unknown>[]): Set<string> {
  return new Set(rows.map((row) => row.hash as string));
}

/** Takes a proof out of the free ones: true at its first use, false ever after. Null: nothing has to be used up. */
export function useOnce(free: Set<string>, proof: ProofMark | null): boolean {
  return proof === null || free.delete(proof.hash.toString('hex'));
}

/** Resolves to the number forgotten, by the database's clock; records outlive their proofs by a minute. */
export const forgetExpiredProofs = (client: Queryable) =>
  countChanged(client, 'DELETE FROM proof_used WHERE expires_at < clock_timestamp()');
