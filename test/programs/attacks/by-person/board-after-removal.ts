/** An administrator who is removed goes on looking at the board of jobs, by the cookie that she was given before. */
import { startTestRedis } from '../../../setup/test-redis.ts';
import { type Attack, control } from '../attack.ts';
import { ask, describe } from '../scene/ask.ts';

export const attack: Attack = {
  tries: 'an administrator opens the board of jobs, is removed, and looks again',
  run: async (scene) => {
    const redis = await startTestRedis();
    try {
      const target = await scene.gateway({ REDIS_URL: redis.url });
      const issued = await ask(target.url, target.as('first-admin'), 'POST', '/v1/board-passes');
      control(issued.status === 201, `no link to the board: ${describe(issued)}`);
      const entered = await fetch(issued.body.url, { redirect: 'manual' });
      const Cookie = (entered.headers.get('Set-Cookie') ?? '').split(';')[0] as string;
      const look = async () => (await fetch(`${target.url}/board/jobs`, { headers: { Cookie } })).status;
      const before = await look();
      control(before === 200, `the board does not open: ${before}`);
      const { rows } = await target.owner.query(`SELECT id FROM person WHERE subject = 'first-admin'`);
      const path = `/v1/persons/${rows[0].id}/remove`;
      const removed = await ask(target.url, target.as('second-admin'), 'POST', path, { reason: 'attacks' });
      control(removed.status === 200, `she could not be removed: ${describe(removed)}`);
      const after = await look();
      return {
        refused: after === 401,
        seen: `the board answers ${before} before, ${after} after her removal`,
      };
    } finally {
      await redis.close();
    }
  },
};
