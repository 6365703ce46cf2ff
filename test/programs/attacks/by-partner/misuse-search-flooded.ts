/** One partner's refusals fill the search for misuse, so that another's immigration query is never reported. */
import { setTimeout as pause } from 'node:timers/promises';
import { type Attack, control } from '../attack.ts';
import { ask, describe } from '../scene/ask.ts';
import { ADAMS, AURORA } from '../scene/cast.ts';
import { fillLog } from '../scene/fill-log.ts';
import { longestSilence } from '../scene/longest-silence.ts';
import { ms } from '../scene/measure.ts';
import { queryBody } from '../scene/query-body.ts';
import type { OwnGateway } from '../scene/scene.ts';

const REFUSALS = 60_000;
/** Ms after the start of a node. */
const REPORTED_WITHIN = 25_000;
/** Ms for which a node may be silent, whatever it looks through. */
const SILENT_FOR = 1_500;

export const attack: Attack = {
  tries: `${REFUSALS.toLocaleString('en-US')} refusals of one partner hide another's immigration query`,
  run: async (scene) => {
    const target = await scene.gateway();
    const refused = await asks(target, ADAMS, 'adams', 'because I want to');
    await target.node.program.stop();
    const { gatewayOwnerUrl } = target.databases;
    await fillLog(gatewayOwnerUrl, refused, REFUSALS);
    // A search of a node that starts looks at the day; the planted query comes before it.
    const quiet = await scene.gatewayOn(target.databases, {}, target.dataDir);
    await asks(quiet, AURORA, 'aurora', 'checking immigration status of the driver for ICE');
    await quiet.node.program.stop();
    const began = performance.now();
    const node = await quiet.spawn({});
    const silence = longestSilence(node.url);
    let reported = false;
    while (!reported && performance.now() - began < REPORTED_WITHIN) {
      await pause(200);
      reported = await isReported(quiet, AURORA);
    }
    const took = performance.now() - began;
    const silent = await silence.stop();
    control(node.program.running(), `the node ended: ${node.program.output().slice(-300)}`);
    return {
      refused: reported && silent <= SILENT_FOR,
      seen: `the planted query was ${reported ? `reported ${ms(took)} after the start` : `not reported within ${ms(took)}`}; the node was silent for at most ${ms(silent)}`,
    };
  },
};

/** Resolves to the index of the refusal. */
async function asks(
  target: OwnGateway,
  ori: string,
  name: 'adams' | 'aurora',
  justification: string,
): Promise<number> {
  const body = queryBody({ ori, plate: target.plates[0] as string, justification });
  const answer = await ask(target.url, target.as(name), 'POST', '/v1/queries', body);
  control(answer.status === 403, `what must be refused is not: ${describe(answer)}`);
  return answer.body.receipt.index;
}

async function isReported({ owner }: OwnGateway, ori: string): Promise<boolean> {
  const { rowCount } = await owner.query(
    `SELECT FROM misuse_report m JOIN agency_ori o USING (agency_id) WHERE o.ori = $1 AND m.kind = 'prohibited_use'`,
    [ori],
  );
  return rowCount !== 0;
}
