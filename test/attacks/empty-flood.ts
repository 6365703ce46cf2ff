/** Strangers without any credentials ask administrators' paths and public ones as fast as they are answered. */
import { type Attack, control } from './attack.ts';
import { administrationOf } from './scene/administration.ts';
import { isGood, median, ms, revokeOften } from './scene/measure.ts';
import { flood, requestOf } from './scene/raw-flood.ts';

const REVOKES = 8;
const CONNECTIONS = 300;
/** The generator shares the machine: this much any two programs on it cost each other. */
const SLOWER = 15;

export const attack: Attack = {
  tries: `${CONNECTIONS} connections ask without any credentials as fast as they can`,
  run: async (scene) => {
    const target = await scene.gateway();
    const administration = administrationOf(target);
    const calm = await revokeOften(administration, REVOKES);
    control(calm.every(isGood), 'a revoke fails while nobody floods');
    const requests = [requestOf('POST', '/v1/sharing/halt'), requestOf('GET', '/openapi.json')];
    const flooding = flood({ gateway: target.url, connections: CONNECTIONS, outstanding: 4, requests });
    try {
      const flooded = await revokeOften(administration, REVOKES);
      const failed = flooded.filter((answer) => !isGood(answer)).length;
      control(flooding.answered() > 0, 'the node answers no stranger at all');
      return {
        refused: failed === 0 && median(flooded) / median(calm) <= SLOWER,
        seen: `revoke p50 ${ms(median(calm))} calm, ${ms(median(flooded))} beside ${flooding.answered()} answers, ${failed} of ${REVOKES} failed`,
      };
    } finally {
      flooding.stop();
    }
  },
};
