/** A person whom the owner has suspended asks for the hits of her agency instead of asking a query. */
import { takeReads } from '../../../gateway/reads/reads-fixture.ts';
import { eventually } from '../../../setup/eventually.ts';
import { type Attack, control } from '../attack.ts';
import { ask, describe, readsIn } from '../scene/ask.ts';
import { personQueryBody } from '../scene/query-body.ts';
import { enterStandingQuery } from '../scene/standing-query.ts';
import { suspendPerson } from '../scene/suspend-person.ts';

const PLATE = 'HIT7001';

export const attack: Attack = {
  tries: 'a suspended person reads the hits of her agency',
  run: async (scene) => {
    const target = await scene.demo();
    const her = target.as('adams-detective');
    const hits = () => ask(target.url, her, 'GET', '/v1/hits');
    const plate = target.plates[0] as string;
    await ask(target.url, her, 'POST', '/v1/queries', personQueryBody({ plate }));
    await enterStandingQuery(target, PLATE);
    const capturedAt = new Date().toISOString();
    await takeReads(target.readsOwnerUrl, [{ plate: PLATE, cameraId: 'C-1', cameraName: 'One', capturedAt }]);
    await eventually(async () => readsIn(await hits()) > 0);
    await suspendPerson(target, 'adams-detective');
    const after = await hits();
    const system = await ask(target.url, target.as('adams'), 'GET', '/v1/hits');
    control(readsIn(system) > 0, `her agency's system got no hit either: ${describe(system)}`);
    return {
      refused: readsIn(after) === 0 && after.status !== 0,
      seen: `${describe(after)}, ${readsIn(after)} reads; her agency's system ${readsIn(system)}`,
    };
  },
};
