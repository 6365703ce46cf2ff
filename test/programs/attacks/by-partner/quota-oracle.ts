/** With the day's records used up, a partner asks for plates: the refusal must not tell which were seen. */
import type { Asker } from '../../../setup/asker.ts';
import { type Attack, control } from '../attack.ts';
import { ask, describe, readsIn } from '../scene/ask.ts';
import { BRIGHTON } from '../scene/cast.ts';
import { grantBody, grantSharing } from '../scene/grant-sharing.ts';
import { queryBody } from '../scene/query-body.ts';

const RECORDS = 10;

export const attack: Attack = {
  tries: 'a partner whose records of the day are used up asks which plates were seen',
  run: async (scene) => {
    const target = await scene.gateway();
    const both = [target.as('first-admin'), target.as('second-admin')] as const;
    await grantSharing(target.url, both as [Asker, Asker], grantBody(BRIGHTON, RECORDS));
    const asks = (plate: string, limit = RECORDS) =>
      ask(
        target.url,
        target.as('brighton'),
        'POST',
        '/v1/queries',
        queryBody({ ori: BRIGHTON, plate, limit }),
      );
    const [seenPlate, other] = target.plates as [string, string];
    const first = await asks(seenPlate);
    control(readsIn(first) === RECORDS, `the day's records were not released: ${describe(first)}`);
    const seen = [await asks(seenPlate), await asks(other), await asks(seenPlate, 1)];
    const unseen = [await asks('NVR9901'), await asks('NVR9902')];
    control(
      seen.every((answer) => readsIn(answer) === 0),
      'more was released than the day allows',
    );
    const shapes = new Set([...seen, ...unseen].map(describe));
    return {
      refused: shapes.size === 1 && [...unseen].every(({ status }) => status === 403 || status === 429),
      seen: `seen ${describe(seen[0] as (typeof seen)[0])}; never seen ${describe(unseen[0] as (typeof seen)[0])}`,
    };
  },
};
