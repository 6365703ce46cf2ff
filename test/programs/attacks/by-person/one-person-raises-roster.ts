/** One administrator lets five hundred more officers in, under a grant that two have given. */
import { type Attack, control } from '../attack.ts';
import { ask, describe } from '../scene/ask.ts';
import { ADAMS } from '../scene/cast.ts';

export const attack: Attack = {
  tries: 'one person raises the roster of an agency while its grant is in force',
  run: async (scene) => {
    const target = await scene.gateway();
    const { url } = target;
    const [one, two] = [target.as('first-admin'), target.as('second-admin')];
    const path = `/v1/agencies/${ADAMS}`;
    const roster = async () => (await ask(url, one, 'GET', path)).body?.roster as number;
    const before = await roster();
    control(before > 0, 'the agency has no roster');
    const larger = { roster: before + 500, reason: 'attack suite' };
    const alone = [
      await ask(url, one, 'PATCH', path, larger),
      await ask(url, target.as('first-admin'), 'PATCH', path, larger),
    ];
    const after = await roster();
    const second = await ask(url, two, 'PATCH', path, larger);
    control((await roster()) === larger.roster, `two persons could not raise it either: ${describe(second)}`);
    return {
      refused: after === before,
      seen: `${alone.map(describe).join(', ')}: roster ${before}, then ${after}`,
    };
  },
};
