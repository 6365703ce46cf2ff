/** Reads of drones are kept for seven days: a hit on one is asked for when its own time is over. */
import { setTimeout as pause } from 'node:timers/promises';
import { takeReads } from '../../../gateway/reads/reads-fixture.ts';
import { eventually } from '../../../setup/eventually.ts';
import { type Attack, control } from '../attack.ts';
import { ask, readsIn } from '../scene/ask.ts';
import { ADAMS } from '../scene/cast.ts';
import { queryBody } from '../scene/query-body.ts';
import { enterStandingQuery } from '../scene/standing-query.ts';

const DAYS = 7;
const DAY = 86_400_000;
/** Ms that the read has left when it comes in: matching sweeps once a second. */
const LEFT = 6_000;
const PLATE = 'UAS7001';

export const attack: Attack = {
  tries: "a partner asks for a hit on a drone's read that is past the drones' retention class",
  run: async (scene) => {
    const target = await scene.gateway();
    const set = await scene.command(['retention', 'drones', '--days', String(DAYS)], {
      OWNER_DATABASE_URL: target.databases.gatewayOwnerUrl,
      OWNER_READS_DATABASE_URL: target.databases.readsOwnerUrl,
    });
    control(set.code === 0, `the class could not be set: ${set.output}`);
    await enterStandingQuery(target, PLATE);
    const adams = target.as('adams');
    const hits = () => ask(target.url, adams, 'GET', '/v1/hits');
    const capturedAt = Date.now() - DAYS * DAY + LEFT;
    const ofDrone = { plate: PLATE, cameraId: 'UAS-1', cameraName: 'Drone', sourceType: 'uas' } as const;
    await takeReads(target.readsOwnerUrl, [{ ...ofDrone, capturedAt: new Date(capturedAt).toISOString() }]);
    await eventually(async () => readsIn(await hits()) > 0, LEFT);
    await pause(Math.max(0, capturedAt + DAYS * DAY - Date.now()) + 500);
    const query = await ask(
      target.url,
      adams,
      'POST',
      '/v1/queries',
      queryBody({ ori: ADAMS, plate: PLATE, days: 10 }),
    );
    control(query.status === 200 && readsIn(query) === 0, 'a query still finds the read itself');
    const after = await hits();
    return {
      refused: readsIn(after) === 0 && after.status !== 0,
      seen: `the hit was released within its class; after it ${after.status}, ${readsIn(after)} reads`,
    };
  },
};
