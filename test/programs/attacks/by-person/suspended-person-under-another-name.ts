/** A person whom the owner has suspended signs in and asks in the name of an officer who does not exist. */
import { type Attack, control } from '../attack.ts';
import { ask, describe, readsIn } from '../scene/ask.ts';
import { ADAMS } from '../scene/cast.ts';
import { personQueryBody, queryBody } from '../scene/query-body.ts';
import { suspendPerson } from '../scene/suspend-person.ts';

export const attack: Attack = {
  tries: 'a suspended person asks in the name of another officer of her agency',
  run: async (scene) => {
    const target = await scene.demo();
    const plate = target.plates[0] as string;
    const asks = async (body: object) =>
      ask(target.url, target.as('adams-sergeant'), 'POST', '/v1/queries', body);
    const before = await asks(personQueryBody({ plate }));
    control(readsIn(before) > 0, `before she was suspended she got no reads: ${describe(before)}`);
    await suspendPerson(target, 'adams-sergeant');
    const herself = await asks(personQueryBody({ plate }));
    control(readsIn(herself) === 0, `suspended, she gets ${readsIn(herself)} reads under her own name`);
    const other = await asks(queryBody({ ori: ADAMS, officer: 'x-9', plate }));
    return {
      refused: readsIn(other) === 0,
      seen: `herself ${describe(herself)}; as x-9 ${describe(other)}, ${readsIn(other)} reads`,
    };
  },
};
