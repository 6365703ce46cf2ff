/** Entries are held back for a while, and partners ask all the time: anybody must still be able to verify the log. */

import { setTimeout as pause } from 'node:timers/promises';
import { type Attack, control } from '../attack.ts';
import { ask } from '../scene/ask.ts';
import { ADAMS } from '../scene/cast.ts';
import { whileSending } from '../scene/measure.ts';
import { runProgram } from '../scene/programs.ts';
import { queryBody } from '../scene/query-body.ts';

const DELAY = 2_000;
const TIMES = 3;

export const attack: Attack = {
  tries: 'an active log whose entries are held back fails every verification',
  run: async (scene) => {
    const target = await scene.gateway({ LOG_ENTRY_DELAY_MS: String(DELAY), LOG_LEVEL: 'info' });
    const key = /"logKey":"([^"]+)"/.exec(target.node.program.output())?.[1] ?? '';
    control(key !== '', 'the node does not say its key');
    const verify = () =>
      runProgram(
        scene.source,
        'gateway/audit-verify/main.ts',
        ['--url', `${target.url}/log`, '--key', key, '--json'],
        {},
      ).ended;
    await pause(DELAY);
    const calm = await verify();
    control(calm.code === 0, `the log does not verify while nobody asks: ${calm.output.slice(-300)}`);
    const body = queryBody({ ori: ADAMS, plate: target.plates[0] as string });
    const asks = async () => {
      await ask(target.url, target.as('adams'), 'POST', '/v1/queries', body);
      await pause(50);
    };
    const { result } = await whileSending(1, asks, async () => {
      const ends = [];
      for (let turn = 0; turn < TIMES; turn += 1) ends.push(await verify());
      return ends;
    });
    const failed = result.filter(({ code }) => code !== 0);
    return {
      refused: failed.length === 0,
      seen: `${failed.length} of ${TIMES} verifications of an active log fail${failed[0] ? `: ${failed[0].output.slice(0, 200)}` : ''}`,
    };
  },
};
