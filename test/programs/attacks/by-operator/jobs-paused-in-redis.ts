/** Whoever can write in Redis pauses the queue of jobs there: no hit is told, and the node says that all is well. */
import { Redis } from 'ioredis';
import { eventually } from '../../../setup/eventually.ts';
import { startTestRedis } from '../../../setup/test-redis.ts';
import { type Attack, control } from '../attack.ts';
import type { OwnGateway } from '../scene/scene.ts';

/** Ms; a node looks every two seconds. */
const SOON = 8_000;

export const attack: Attack = {
  tries: 'another program pauses the queue in Redis, while a job has been due for half a minute',
  run: async (scene) => {
    const redis = await startTestRedis();
    const writer = new Redis(redis.url);
    try {
      const target = await scene.gateway({ REDIS_URL: redis.url });
      const honest = await addJob(target, 0);
      control(await isTaken(target, honest), 'a job is not taken while nobody writes in Redis');
      await writer.set('bull:gateway-outbox:meta-paused', 1);
      const job = await addJob(target, 30);
      const taken = await isTaken(target, job);
      const ready = (await (await fetch(`${target.url}/readyz`)).json()) as { degraded?: string[] };
      const said = ready.degraded?.includes('jobs') ?? false;
      return {
        refused: taken || said,
        seen: `the job ${taken ? 'was taken' : 'waits'}; /readyz ${said ? 'names' : 'does not name'} the jobs`,
      };
    } finally {
      writer.disconnect();
      await redis.close();
    }
  },
};

/** One that ends at once, since there is no such list. @param late seconds since it is due */
async function addJob({ owner }: OwnGateway, late: number): Promise<string> {
  const { rows } = await owner.query(
    `INSERT INTO outbox (kind, target, run_at)
     VALUES ('list_fetch', gen_random_uuid(), clock_timestamp() - make_interval(secs => $1)) RETURNING id`,
    [late],
  );
  return rows[0].id;
}

function isTaken({ owner }: OwnGateway, id: string): Promise<boolean> {
  const attempts = async () =>
    (await owner.query('SELECT attempts FROM outbox WHERE id = $1', [id])).rows[0]?.attempts ?? 1;
  return eventually(async () => (await attempts()) > 0, SOON).then(
    () => true,
    () => false,
  );
}
