/** The owner of the database rewrites the log and makes it one entry longer: no start, and no node just started, takes it. */
import { setTimeout as pause } from 'node:timers/promises';
import { openScratch } from '../../tamper/scratch.ts';
import { type Attack, control } from '../attack.ts';
import { ask, describe, readsIn } from '../scene/ask.ts';
import { ADAMS } from '../scene/cast.ts';
import { answers } from '../scene/gateway-node.ts';
import { queryBody } from '../scene/query-body.ts';

/** Ms in which a node renews its lease, and so reads the head. */
const READ_BY_THEN = 1_500;

const minuteEarlier = (text: string) =>
  text.replace(/"minute":"([^"]+)Z"/, (_, minute: string) => {
    const before = new Date(Date.parse(`${minute}:00Z`) - 60_000).toISOString();
    return `"minute":"${before.slice(0, 16)}Z"`;
  });

export const attack: Attack = {
  tries:
    'a forged log, one entry longer, is signed by a node that has just started, and taken by the next start',
  run: async (scene) => {
    const target = await scene.gateway();
    const plate = target.plates[0] as string;
    const asks = (url: string) =>
      ask(url, target.as('adams'), 'POST', '/v1/queries', queryBody({ ori: ADAMS, plate }));
    const honest = await asks(target.url);
    control(readsIn(honest) > 0, `the honest log releases nothing: ${describe(honest)}`);
    const { entries, restore, rewrite } = await openScratch(target.owner);
    const forged = entries.map((text, i) => (i === entries.length - 1 ? minuteEarlier(text) : text));
    await rewrite([...forged, forged.at(-1) as string]);
    await restore();
    const signed = await ask(target.url, null, 'GET', '/log/checkpoint');
    const isSigned = signed.text.split('\n')[1] === String(entries.length + 1);
    await pause(READ_BY_THEN);
    const running = readsIn(await asks(target.url));
    await target.node.program.stop();
    const next = await target.spawn({});
    const started = await answers(next);
    const after = started ? readsIn(await asks(next.url)) : 0;
    return {
      refused: !isSigned && running === 0 && !started,
      seen: `${isSigned ? 'signed at once' : `not signed (${signed.status})`}; ${running} reads from the running node; started again it ${started ? `takes it, ${after} reads` : 'refuses'}`,
    };
  },
};
