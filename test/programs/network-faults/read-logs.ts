/** Reads what our log and each partner's have of the asks. */
import { MS } from '../../../gateway/database/in-ms.ts';
import { OWNER_ORI } from '../../../gateway/demo/cast/demo-cast.ts';
import type { Answered, Asked, BothLogs, Theirs } from './check-logs.ts';
import type { Scene } from './scene.ts';

const ENTRIES = `SELECT l.index::integer AS index, encode(l.leaf_hash, 'base64') AS "leafHash", ${MS('d.at')} AS at, d.kind,
    d.asker_detail::jsonb -> 'asker' AS asker, d.owner_detail::jsonb AS owner
  FROM log_entry l JOIN audit_detail d ON d.index = l.index`;

interface Row extends Asked {
  readonly kind: string;
  readonly asker: Theirs['asker'] | null;
  readonly owner: Readonly<Record<string, never>>;
}

/** Returns both logs by the partner's ORI. */
export async function readLogs({
  a,
  asksFrom,
  b,
  truthful,
  ways,
}: Scene): Promise<ReadonlyMap<string, BothLogs>> {
  const theirs = new Map<string, readonly Theirs[]>(
    truthful.map(({ party, releases }) => [party.ori, releases.map((one) => ({ ...one, kind: 'release' }))]),
  );
  const logs = new Map<string, BothLogs>();
  for (const ori of ways.keys()) {
    const { rows } = await a.owner.query<Row>(
      `${ENTRIES} WHERE d.kind IN ('peer_asked', 'peer_answered')
         AND coalesce(d.owner_detail::jsonb ->> 'peer', d.asker_detail::jsonb ->> 'peer') = $1 ORDER BY 1`,
      [ori],
    );
    logs.set(ori, {
      asked: rows.filter(({ kind }) => kind === 'peer_asked'),
      answered: rows.filter(({ kind }) => kind === 'peer_answered').map(answeredOf),
      theirs: theirs.get(ori) ?? (await readTheirs({ ...b, asksFrom })),
    });
  }
  return logs;
}

/** Reads all that was decided about us since we are asking. */
async function readTheirs({ asksFrom, owner }: Scene['b'] & Pick<Scene, 'asksFrom'>): Promise<Theirs[]> {
  const { rows } = await owner.query<Row>(
    `${ENTRIES}
     WHERE l.index >= $1 AND d.asker_detail::jsonb ->> 'agency' = $2 AND d.kind IN ('release', 'refusal', 'review') ORDER BY 1`,
    [asksFrom, OWNER_ORI],
  );
  return rows.map(({ asker, owner: _, ...row }) => ({ ...row, asker: asker ?? null }));
}

function answeredOf({ at, index, owner }: Row): Answered {
  const { ask, asked, count, index: there, leafHash, outcome } = owner as Readonly<Record<string, unknown>>;
  return {
    ...{ index, at, ask: String(ask), asked: Number(asked), outcome: String(outcome), count: Number(count) },
    there: typeof there === 'number' ? there : null,
    leafHash: typeof leafHash === 'string' ? leafHash : null,
  };
}
