/** A log of very many entries, sealed and chained by the gateway's own code, so that it verifies. */
import { createHash, randomUUID } from 'node:crypto';
import pg from 'pg';
import { appendEvents } from '../../../../gateway/audit/append-events.ts';
import type { AuditEvent } from '../../../../gateway/audit/seal-events.ts';
import { inTransaction } from '../../../../gateway/database/db-transaction.ts';
import { goOnWithSearch } from '../../../../gateway/projections/search.ts';
import { PURPOSES } from '../../../../sharing-rules/terms/purposes.ts';

const TOGETHER = 1_000;
const REASONS = ['purpose_vague', 'case_number_missing', 'narrative_personal', 'quota_exceeded'];

/** @param ownerUrl of the gateway's database */
export async function fillLog(ownerUrl: string, count: number): Promise<void> {
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 1 });
  pg.types.setTypeParser(pg.types.builtins.INT8, Number);
  try {
    const { rows } = await pool.query('SELECT id, ori FROM agency ORDER BY id LIMIT 40');
    const agencies = rows as { id: number; ori: string }[];
    const officers = Array.from({ length: 500 }, () => randomUUID());
    for (let from = 0; from < count; from += TOGETHER) {
      const events = Array.from({ length: Math.min(TOGETHER, count - from) }, (_, i) =>
        eventOf(from + i, agencies, officers),
      );
      await inTransaction(pool, (trx) => appendEvents(trx, events));
    }
    while (await goOnWithSearch(pool));
    await pool.query('VACUUM ANALYZE audit_detail');
    await pool.query('VACUUM ANALYZE audit_search');
    await pool.query('VACUUM ANALYZE log_entry');
  } finally {
    await pool.end();
  }
}

/** Every third a refusal; as large as a query's. */
export function eventOf(
  number: number,
  agencies: readonly { readonly id: number; readonly ori: string }[],
  officers: readonly string[],
): AuditEvent {
  const of = <T>(all: readonly T[], step: number) => all[(number * step) % all.length] as T;
  const refused = number % 3 === 0;
  const agency = of(agencies, 7);
  const purpose = of(PURPOSES, 5).code;
  const effect = refused ? 'deny' : 'permit';
  return {
    kind: refused ? 'refusal' : 'release',
    agency,
    grant: null,
    effect,
    mark: false,
    asker: {
      ...{
        agency: agency.ori,
        effect,
        purpose: { code: purpose },
        queryHash: 'A'.repeat(44),
        id: randomUUID(),
      },
      ...{ reasons: refused ? [{ code: of(REASONS, 11) }] : [], subjectId: of(officers, 13) },
    },
    owner: {
      input: { query: { purpose: { justification: 'as it was asked '.repeat(80) } } },
      number,
      searchedBy: {
        plate: createHash('sha256')
          .update(String(number % 20_000))
          .digest('base64'),
      },
    },
  };
}
