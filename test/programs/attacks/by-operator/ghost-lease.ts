/** Anyone who has the gateway's own log-in writes a lease that is renewed and obeys nobody: no revocation waits for it. */
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { type Attack, control } from '../attack.ts';
import { ask, describe } from '../scene/ask.ts';
import { ADAMS, AURORA } from '../scene/cast.ts';

const RENEWED_EVERY = 100;
/** Ms; a node that is dead is waited for 2.5 s. */
const HELD = 10_000;

const GHOST = '00000000-0000-4000-8000-000000000001';

export const attack: Attack = {
  tries: 'a lease that is renewed and obeys nobody holds a revocation',
  run: async (scene) => {
    const target = await scene.gateway();
    const revoke = (ori: string) =>
      ask(...([target.url, target.as('first-admin'), 'POST', `/v1/agencies/${ori}/revoke`] as const), {
        reason: 'attack suite',
      });
    const honest = await revoke(AURORA);
    control(honest.status === 200 && honest.ms < HELD, `nothing can be revoked: ${describe(honest)}`);
    const role = new pg.Client(target.databases.gatewayUrl);
    await role.connect();
    const haunt = () =>
      role.query(
        `INSERT INTO node_lease (node_id, generation, renewals, expires_at, acknowledged)
         VALUES ('${GHOST}', 1000000, 0, clock_timestamp() + interval '1 hour', 0)
         ON CONFLICT (node_id) DO UPDATE SET renewals = node_lease.renewals + 1`,
      );
    // A log-in of the version before may write it as it likes; behind the first revocation it says that it has obeyed it.
    const first = await role
      .query(`INSERT INTO node_lease (node_id, generation, renewals, expires_at, acknowledged)
        VALUES ('${GHOST}', 1000000, 0, clock_timestamp() + interval '1 hour', ${honest.body.index})`)
      .then(() => true);
    control(first, 'no lease can be written at all');
    const haunting = setInterval(() => void haunt().catch(() => undefined), RENEWED_EVERY);
    const revoking = revoke(ADAMS);
    const answer = await Promise.race([revoking, pause(HELD, null)]);
    clearInterval(haunting);
    await role.query(`DELETE FROM node_lease WHERE node_id = '${GHOST}'`);
    await role.end();
    await revoking;
    return {
      refused: answer?.status === 200,
      seen:
        answer === null
          ? `the revocation waits for more than ${HELD / 1_000} s`
          : `${describe(answer)} after ${Math.round(answer.ms)} ms`,
    };
  },
};
