/** A key of each role was stolen: whoever hears of it stops it with one call, a key alone in hand. */
import { eventually } from '../../../setup/eventually.ts';
import { type Attack, control } from '../attack.ts';
import { ask } from '../scene/ask.ts';
import type { MemberName } from '../scene/cast.ts';
import { registeredIds } from '../scene/registered.ts';

/** By the person whose it is. */
const STOLEN = {
  'second-admin': 'second-admin-key',
  'a-reviewer': 'reviewer-key',
  'an-auditor': 'auditor-key',
  'a-chief': 'chief-key',
} as const satisfies Partial<Record<MemberName, MemberName>>;

export const attack: Attack = {
  tries:
    'a stolen key of an administrator, reviewer, auditor or Chief goes on after one call that should stop it',
  run: async (scene) => {
    const target = await scene.gateway();
    const { url } = target;
    const first = target.as('first-admin-key');
    const persons = await registeredIds(url, first, 'persons');
    const works = async (name: MemberName) =>
      (await ask(url, target.as(name), 'GET', '/v1/sharing')).status === 200;
    let stopped = 0;
    let back = 0;
    for (const [person, key] of Object.entries(STOLEN) as [MemberName, MemberName][]) {
      const path = `/v1/persons/${persons.get(person)}`;
      const known = target.as(key);
      control((await ask(url, known, 'GET', '/v1/sharing')).status === 200, `${key} did not work before`);
      await ask(url, first, 'POST', `${path}/suspend`, { reason: 'attack suite' });
      const old = await ask(url, known, 'GET', '/v1/sharing');
      if (old.status === 401 && !(await works(key)) && !(await works(person))) stopped += 1;
      // Nobody is gone for good: a person with a second factor lets them sign in again.
      const again = target.as('first-admin');
      const reinstated = await ask(url, again, 'POST', `${path}/reinstate`, { reason: 'attack suite' });
      if (reinstated.status !== 200) continue;
      // The node hears of it from the database.
      await eventually(() => works(person));
      back += 1;
    }
    const { body } = await ask(url, first, 'GET', '/v1/sharing');
    control(body?.halted === false, 'sharing was halted by it');
    return {
      refused: stopped === 4 && back === 4,
      seen: `${stopped} of 4 keys stopped by one call each, ${back} of 4 signed in again when reinstated`,
    };
  },
};
