/** A partner collects refusals for a plate, then asks for it: what is looked up under the log's lock must not grow with them. */
import { type Attack, control } from '../attack.ts';
import { ask, describe } from '../scene/ask.ts';
import { ADAMS, AURORA } from '../scene/cast.ts';
import { fillLog } from '../scene/fill-log.ts';
import { median, ms, oneAfterTheOther, whileSending } from '../scene/measure.ts';
import { queryBody } from '../scene/query-body.ts';
import type { OwnGateway, Scene } from '../scene/scene.ts';

const REFUSALS = 40_000;
const QUERIES = 25;
const CONNECTIONS = 3;
const SLOWER = 3;
const PROHIBITED = 'checking immigration status of the driver for ICE';

export const attack: Attack = {
  tries: `a partner makes everybody wait with ${REFUSALS.toLocaleString('en-US')} refusals for one plate`,
  run: async (scene) => {
    const few = await scene.gateway();
    const refused = await asksProhibited(few);
    const [before] = await measured(few);
    await few.node.program.stop();
    await fillLog(few.databases.gatewayOwnerUrl, refused, REFUSALS);
    const after = await reopened(few, scene);
    await asksProhibited(after);
    const [many, partner] = await measured(after);
    const slower = many / before;
    return {
      refused: slower <= SLOWER,
      seen: `another partner's p50 ${ms(before)} with one refusal, ${ms(many)} with ${REFUSALS}; the partner's own queries are answered ${partner}`,
    };
  },
};

async function asksProhibited(target: OwnGateway): Promise<number> {
  const plate = target.plates[0] as string;
  const body = queryBody({ ori: ADAMS, officer: 'o-1', plate, justification: PROHIBITED });
  const answer = await ask(target.url, target.as('adams'), 'POST', '/v1/queries', body);
  control(answer.status === 403, `prohibited words are not refused: ${describe(answer)}`);
  return answer.body.receipt.index;
}

/** P50 of another partner while the partner asks for that plate, and what it is answered. */
async function measured(target: OwnGateway): Promise<[number, string]> {
  const [plate, other] = target.plates as [string, string];
  const [adams, aurora] = [target.as('adams'), target.as('aurora')];
  let last = '';
  const floods = async () => {
    const body = queryBody({ ori: ADAMS, officer: 'o-1', plate });
    last = describe(await ask(target.url, adams, 'POST', '/v1/queries', body));
  };
  const { result } = await whileSending(CONNECTIONS, floods, () =>
    oneAfterTheOther(QUERIES, () =>
      ask(target.url, aurora, 'POST', '/v1/queries', queryBody({ ori: AURORA, plate: other })),
    ),
  );
  control(
    result.every(({ status }) => status === 200),
    'the other partner gets no answers',
  );
  return [median(result), last];
}

async function reopened(target: OwnGateway, scene: Scene): Promise<OwnGateway> {
  return scene.gatewayOn(target.databases, {}, target.dataDir);
}
