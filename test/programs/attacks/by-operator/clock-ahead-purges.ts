/** The purge runs by a clock that is ahead. To it that is as if all reads were older, which the attack makes them. */
import pg from 'pg';
import { type Attack, control } from '../attack.ts';

/** Days by which the clocks are ahead. */
const AHEAD = 40;
/** Purges: as of so many nodes that start. */
const RUNS = 3;
const DAY = 86_400_000;

const dayOf = (ago: number) => new Date(Date.now() - ago * DAY).toISOString().slice(0, 10);

export const attack: Attack = {
  tries: 'clocks that are 40 days ahead have every read dropped at once',
  run: async (scene) => {
    const { gatewayOwnerUrl, readsOwnerUrl } = await scene.copyDatabases();
    const owner = new pg.Client({ connectionString: readsOwnerUrl });
    await owner.connect();
    const make = async (ago: number) => {
      const table = `read_${dayOf(ago).replaceAll('-', '')}`;
      await owner.query(
        `CREATE TABLE ${table} PARTITION OF read FOR VALUES FROM ('${dayOf(ago)}T00:00Z') TO ('${dayOf(ago - 1)}T00:00Z')`,
      );
    };
    const days = async () => {
      const found = await owner.query(
        `SELECT count(*)::int AS n FROM pg_class WHERE relname ~ '^read_[0-9]{8}$' AND relname < 'read_' || $1`,
        [dayOf(30).replaceAll('-', '')],
      );
      return found.rows[0].n as number;
    };
    const purge = () =>
      scene.command(['retention', 'purge', '--json'], {
        OWNER_DATABASE_URL: gatewayOwnerUrl,
        OWNER_READS_DATABASE_URL: readsOwnerUrl,
      });
    try {
      await make(32);
      const { code } = await purge();
      control(code === 0 && (await days()) === 0, 'a day past the limit is not dropped');
      for (let day = 0; day < 30; day += 1) await make(AHEAD + day);
      let most = 0;
      for (let run = 0; run < RUNS; run += 1) {
        await purge();
        most = 30 - (await days());
      }
      return { refused: most <= 2, seen: `${RUNS} runs dropped ${most} of 30 days` };
    } finally {
      await owner.end();
    }
  },
};
