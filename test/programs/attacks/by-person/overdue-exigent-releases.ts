/** More releases for danger to life than one run looks at are overdue: each must reach the Chief. */

import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Attack } from '../attack.ts';
import { answers } from '../scene/gateway-node.ts';

const OVERDUE = 230;
/** Ms in which a node that has just started reports what is overdue. */
const REPORTED_WITHIN = 12_000;
const LOOK_EVERY = 250;

const FILL = `
  WITH o AS (
    INSERT INTO officer (agency_id, reference, name, status)
    SELECT id, 'exigent-1', 'Officer', 'active' FROM agency WHERE ori = 'CO0010000' RETURNING id, agency_id
  )
  INSERT INTO exigent_release (id, index, agency_id, officer_id, subject, query, released_at, due_at, status)
  SELECT gen_random_uuid(), 1, o.agency_id, o.id, '{}', '{}', now() - interval '3 days', now() - interval '2 days', 'open'
  FROM o, generate_series(1, $1)`;

export const attack: Attack = {
  tries: 'releases for danger to life that nobody reviewed stay unreported behind two hundred others',
  run: async (scene) => {
    const databases = await scene.copyDatabases();
    const client = new pg.Client(databases.gatewayOwnerUrl);
    await client.connect();
    try {
      await client.query(FILL, [OVERDUE]);
      const reported = async () => {
        const { rows } = await client.query(
          "SELECT count(*)::int AS n FROM misuse_report WHERE kind = 'exigent_not_reviewed'",
        );
        return rows[0].n as number;
      };
      const target = await scene.gatewayOn(databases);
      const first = await settled(reported);
      // A node that starts runs its chores; so this stands for the next minute's run.
      await answers(await target.spawn({}));
      const all = await settled(reported);
      return {
        refused: all === OVERDUE,
        seen: `${OVERDUE} overdue: ${first} reported by the first run, ${all} after the second`,
      };
    } finally {
      await client.end();
    }
  },
};

/** Waits until all are reported, or nothing more comes. */
async function settled(reported: () => Promise<number>): Promise<number> {
  const until = performance.now() + REPORTED_WITHIN;
  let [last, since] = [await reported(), performance.now()];
  while (last < OVERDUE && performance.now() < until && (last === 0 || performance.now() - since < 3_000)) {
    await pause(LOOK_EVERY);
    const now = await reported();
    if (now !== last) since = performance.now();
    last = now;
  }
  return last;
}
