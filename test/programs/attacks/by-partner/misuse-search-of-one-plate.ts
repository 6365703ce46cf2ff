/** A partner's refusals for one plate: the search for misuse must not hold up everybody who asks meanwhile. */
import { setTimeout as pause } from 'node:timers/promises';
import { type Attack, control } from '../attack.ts';
import { ask, describe } from '../scene/ask.ts';
import { ADAMS } from '../scene/cast.ts';
import { fillLog } from '../scene/fill-log.ts';
import { answers } from '../scene/gateway-node.ts';
import { longestSilence } from '../scene/longest-silence.ts';
import { ms } from '../scene/measure.ts';
import { queryBody } from '../scene/query-body.ts';

const REFUSALS = 12_000;
/** Ms after a node is up. */
const WATCHED_FOR = 3_000;
const SILENT_FOR = 1_000;

export const attack: Attack = {
  tries: `${REFUSALS.toLocaleString('en-US')} refusals for one plate stop a node while it looks through them`,
  run: async (scene) => {
    const target = await scene.gateway();
    const body = queryBody({
      ori: ADAMS,
      plate: target.plates[0] as string,
      justification: 'checking immigration status of the driver for ICE',
    });
    const refused = await ask(target.url, target.as('adams'), 'POST', '/v1/queries', body);
    control(refused.status === 403, `what must be refused is not: ${describe(refused)}`);
    await target.node.program.stop();
    await fillLog(target.databases.gatewayOwnerUrl, refused.body.receipt.index, REFUSALS);
    const node = await target.spawn({});
    const silence = longestSilence(node.url);
    const started = await answers(node);
    if (started) await pause(WATCHED_FOR);
    const silent = await silence.stop();
    control(node.program.running(), `the node ended: ${node.program.output().slice(-300)}`);
    return {
      refused: started && silent <= SILENT_FOR,
      seen: started
        ? `while it started and looked it was silent for at most ${ms(silent)}`
        : 'it does not get ready for looking',
    };
  },
};
