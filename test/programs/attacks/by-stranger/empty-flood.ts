/** Strangers without any credentials ask administrators' paths and public ones as fast as they are answered. */
import { type Attack, control } from '../attack.ts';
import { administrationOf } from '../scene/administration.ts';
import { isGood, median, ms, revokeOften } from '../scene/measure.ts';
import { requestOf } from '../scene/raw-flood.ts';
import { startFlood } from '../scene/start-flood.ts';

const REVOKES = 8;
const CONNECTIONS = 300;
/** What strangers may cost a revoke: the cores are theirs too. */
const SLOWER = 15;

export const attack: Attack = {
  tries: `${CONNECTIONS} connections ask without any credentials as fast as they can`,
  run: async (scene) => {
    const target = await scene.gateway();
    const administration = administrationOf(target);
    const calm = await revokeOften(administration, REVOKES);
    control(calm.every(isGood), 'a revoke fails while nobody floods');
    const requests = [requestOf('POST', '/v1/sharing/halt'), requestOf('GET', '/openapi.json')];
    const options = { gateway: target.url, connections: CONNECTIONS, outstanding: 4, requests };
    const flooding = await startFlood(options);
    try {
      const flooded = await revokeOften(administration, REVOKES);
      const failed = flooded.filter((answer) => !isGood(answer)).length;
      const answered = await flooding.answered();
      control(answered >= CONNECTIONS, `the flood got only ${answered} answers`);
      return {
        refused: failed === 0 && median(flooded) / median(calm) <= SLOWER,
        seen: `revoke p50 ${ms(median(calm))} calm, ${ms(median(flooded))} beside ${answered} answers, ${failed} of ${REVOKES} failed`,
      };
    } finally {
      await flooding.stop();
    }
  },
};
