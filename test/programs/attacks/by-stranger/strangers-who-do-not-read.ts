/** Strangers ask for a long public answer again and again, and read none of it. */
import { connect, type Socket } from 'node:net';
import { type Attack, control } from '../attack.ts';
import { administrationOf } from '../scene/administration.ts';
import { isGood, median, ms, revokeOften } from '../scene/measure.ts';

const REVOKES = 8;
const STRANGERS = 3_000;
/** Requests of each, one behind the other without waiting. */
const ASKED = 16;
const SLOWER = 12;

export const attack: Attack = {
  tries: `${STRANGERS} strangers ask for /openapi.json and read nothing`,
  run: async (scene) => {
    const target = await scene.gateway();
    const administration = administrationOf(target);
    const calm = await revokeOften(administration, REVOKES);
    control(calm.every(isGood), 'a revoke fails while nobody floods');
    const port = Number(new URL(target.url).port);
    const sockets = Array.from({ length: STRANGERS }, (_, i) => stranger(port, `127.0.2.${1 + (i % 200)}`));
    try {
      const flooded = await revokeOften(administration, REVOKES);
      const failed = flooded.filter((answer) => !isGood(answer)).length;
      return {
        refused: failed === 0 && median(flooded) / median(calm) <= SLOWER,
        seen: `revoke p50 ${ms(median(calm))} calm, ${ms(median(flooded))} beside them, longest ${ms(Math.max(...flooded.map((answer) => answer.ms)))}; ${failed} of ${REVOKES} failed`,
      };
    } finally {
      for (const socket of sockets) socket.destroy();
    }
  },
};

function stranger(port: number, localAddress: string): Socket {
  const socket = connect({ port, host: '127.0.0.1', localAddress });
  socket.on('error', () => undefined);
  socket.pause();
  socket.write('GET /openapi.json HTTP/1.1\r\nHost: gateway\r\n\r\n'.repeat(ASKED));
  return socket;
}
