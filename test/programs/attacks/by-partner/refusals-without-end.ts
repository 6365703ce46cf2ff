/** A partner is refused again and again: refusals must be counted, end in 429, and come before the Chief. */
import { type Attack, control } from '../attack.ts';
import { type Answer, ask, describe } from '../scene/ask.ts';
import { ADAMS, AURORA } from '../scene/cast.ts';
import { whileSending } from '../scene/measure.ts';
import { queryBody } from '../scene/query-body.ts';

const MOST = 3_000;
const CONNECTIONS = 12;

export const attack: Attack = {
  tries: `a partner lets up to ${MOST} of its queries be refused in one go`,
  run: async (scene) => {
    const target = await scene.gateway();
    const [adams, aurora] = [target.as('adams'), target.as('aurora')];
    const body = queryBody({
      ori: ADAMS,
      plate: target.plates[0] as string,
      justification: 'because I want to',
    });
    let [refusals, limited] = [0, null as Answer | null];
    const asksBadly = async () => {
      const answer = await ask(target.url, adams, 'POST', '/v1/queries', body);
      if (answer.status === 403) refusals += 1;
      if (answer.status === 429) limited = answer;
    };
    await asksBadly();
    control(refusals === 1, 'the words are not refused');
    await whileSending(CONNECTIONS, asksBadly, async () => {
      while (refusals < MOST && limited === null) await asksBadly();
    });
    const honest = queryBody({ ori: AURORA, plate: target.plates[1] as string });
    const other = await ask(target.url, aurora, 'POST', '/v1/queries', honest);
    control(other.status === 200, `another partner is refused too: ${describe(other)}`);
    return {
      refused: limited !== null,
      seen: `${refusals} refusals${limited === null ? ', and no end' : `, then ${describe(limited)}`}`,
    };
  },
};
