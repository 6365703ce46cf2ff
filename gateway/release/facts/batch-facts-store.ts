/** All that decisions under the locks rest on, in one statement: one snapshot, and one answer to wait for. */
import { HEAD_STATEMENT, headOf } from '../../audit/log-writer-store.ts';
import { HASH_SIZE } from '../../audit/merkle.ts';
import type { LogHead } from '../../audit/seal-events.ts';
import {
  claimProofsSql,
  claimProofsValues,
  freeProofsOf,
  type ProofMark,
} from '../../identity/proofs/proofs-store.ts';
import { type Facts, factsOf, factsSql } from './facts-store.ts';
import type { HistoryCodes } from './history-codes.ts';
import { type History, historyOf, historySql, historyValues } from './history-store.ts';
import {
  type CommitClient,
  type OfficerKey,
  type Standings,
  standingsOf,
  standingsSql,
  standingsValues,
} from './standing-store.ts';

const PARTS = ['facts', 'standings', 'history', 'proofs', 'head', 'leaves'] as const;

/** The leaves since then, mostly of other nodes: none without a size, or if nothing was appended since. */
const LEAVES_SINCE = `
  SELECT encode(string_agg(leaf_hash, ''::bytea ORDER BY index), 'hex') AS hashes FROM log_entry
  WHERE index >= $8::bigint AND (SELECT size FROM head) > $8::bigint`;

const BATCH_FACTS = `
  WITH facts AS (${factsSql('$1')}),
    standings AS (${standingsSql('$2', '$3')}),
    history AS (${historySql('$4', '$5')}),
    proofs AS (${claimProofsSql('$6', '$7')}),
    head AS (${HEAD_STATEMENT}),
    leaves AS (${LEAVES_SINCE})
  SELECT ${PARTS.map((part) => `(SELECT json_agg(${part}) FROM ${part}) AS ${part}`).join(', ')}`;

type Rows = readonly Record<string, unknown>[];

export interface Asked {
  readonly agencyIds: readonly number[];
  readonly officers: readonly OfficerKey[];
  readonly codes: readonly HistoryCodes[];
  readonly proofs: readonly ProofMark[];
  /** Size of the log from which on its leaves are read; null: none. */
  readonly leavesFrom: number | null;
}

export interface ReadUnderLocks {
  readonly facts: Facts;
  readonly standings: Standings;
  readonly history: History;
  /** Proofs (hex) that were free. */
  readonly freeProofs: Set<string>;
  readonly head: LogHead;
  /** Hashes of the entries since `leavesFrom`. */
  readonly leaves: readonly Buffer[];
}

/**
 * Reads the facts. INVARIANT (P2): sent behind the locks, which are statements of their own.
 * @throws Error where the registry has no sharing state, or the log no head
 */
export async function readUnderLocks(
  client: CommitClient,
  { agencyIds, codes, leavesFrom, officers, proofs }: Asked,
): Promise<ReadUnderLocks> {
  const { rows } = await client.query({
    name: 'batch_facts',
    text: BATCH_FACTS,
    values: [
      [...new Set(agencyIds)],
      ...standingsValues(officers),
      ...historyValues(codes),
      ...claimProofsValues(proofs),
      leavesFrom,
    ],
  });
  const part = (name: (typeof PARTS)[number]) => (rows[0]?.[name] ?? []) as Rows;
  return {
    facts: factsOf(part('facts')),
    standings: standingsOf(part('standings')),
    history: historyOf(part('history')),
    freeProofs: freeProofsOf(part('proofs')),
    head: headOf(part('head')),
    leaves: leavesOf(part('leaves')),
  };
}

function leavesOf([row]: Rows): Buffer[] {
  const hashes = Buffer.from((row?.hashes as string | null) ?? '', 'hex');
  return Array.from({ length: hashes.length / HASH_SIZE }, (_, i) =>
    hashes.subarray(i * HASH_SIZE, (i + 1) * HASH_SIZE),
  );
}
