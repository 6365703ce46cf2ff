/** Reads what both logs have of the asks, from the databases. */
import type pg from 'pg';
import { MS } from '../../../gateway/database/in-ms.ts';
import type { Answered, Asked, BothLogs, Theirs } from './check-logs.ts';

const ENTRIES = `SELECT l.index::integer AS index, encode(l.leaf_hash, 'base64') AS "leafHash", ${MS('d.at')} AS at, d.kind,
    d.asker_detail::jsonb -> 'asker' AS asker, d.owner_detail::jsonb AS owner
  FROM log_entry l JOIN audit_detail d ON d.index = l.index`;

interface Row extends Asked {
  readonly kind: string;
  readonly asker: Theirs['asker'] | null;
  readonly owner: Readonly<Record<string, never>>;
}

/** @param ours as the owner of the database of the gateway that asks @param theirs of its partner */
export async function readLogs(ours: pg.Pool, theirs: pg.Pool): Promise<BothLogs> {
  const rows = (
    await ours.query<Row>(`${ENTRIES} WHERE d.kind IN ('peer_asked', 'peer_answered') ORDER BY 1`)
  ).rows;
  const there = await theirs.query<Row>(`${ENTRIES} WHERE d.asker_detail::jsonb ? 'asker' ORDER BY 1`);
  return {
    asked: rows.filter(({ kind }) => kind === 'peer_asked'),
    answered: rows.filter(({ kind }) => kind === 'peer_answered').map(answeredOf),
    theirs: there.rows.flatMap(({ asker, owner: _, ...row }) => (asker === null ? [] : [{ ...row, asker }])),
  };
}

function answeredOf({ at, index, owner }: Row): Answered {
  const { ask, asked, count, index: there, leafHash, outcome } = owner as Readonly<Record<string, unknown>>;
  return {
    ...{ index, at, ask: String(ask), asked: Number(asked), outcome: String(outcome), count: Number(count) },
    there: typeof there === 'number' ? there : null,
    leafHash: typeof leafHash === 'string' ? leafHash : null,
  };
}
