/** Somebody has one administrator's key, and is rid of everybody who would see what it is used for. */
import { type Attack, control } from '../attack.ts';
import { ask, readsIn } from '../scene/ask.ts';
import { ADAMS, type MemberName } from '../scene/cast.ts';
import { queryBody } from '../scene/query-body.ts';
import { registeredIds } from '../scene/registered.ts';

const OVERSEERS = ['a-chief', 'an-auditor'] as const;
const SIGN_INS: readonly MemberName[] = [...OVERSEERS, 'chief-key', 'auditor-key'];
const BODY = { reason: 'attack suite' };

export const attack: Attack = {
  tries: 'one stolen key stops the Chief and the auditor, and sharing goes on unseen',
  run: async (scene) => {
    const target = await scene.gateway();
    const { url } = target;
    const thief = target.as('first-admin-key');
    const persons = await registeredIds(url, thief, 'persons');
    const clients = await registeredIds(url, thief, 'clients');
    const seeing = async () => {
      const asked = SIGN_INS.map((name) => ask(url, target.as(name), 'GET', '/v1/sharing'));
      return (await Promise.all(asked)).filter(({ status }) => status === 200).length;
    };
    const reads = async () =>
      readsIn(
        await ask(
          url,
          target.as('adams'),
          'POST',
          '/v1/queries',
          queryBody({ ori: ADAMS, plate: target.plates[0] as string }),
        ),
      );
    control((await seeing()) === SIGN_INS.length, 'the Chief or the auditor could not sign in before');
    control((await reads()) > 0, 'Adams read nothing before');
    const officer = `/v1/persons/${persons.get('adams-sergeant')}/remove`;
    control((await ask(url, thief, 'POST', officer, BODY)).status === 200, 'the key removes nobody');
    const seen: string[] = [];
    let unseen = 0;
    const look = async (after: string) => {
      const [left, released] = [await seeing(), await reads()];
      if (left === 0 && released > 0) unseen += 1;
      seen.push(`${after}: ${left} sign-ins of the Chief and the auditor left, ${released} reads`);
    };
    for (const verb of ['suspend', 'remove']) {
      for (const name of OVERSEERS) {
        await ask(url, thief, 'POST', `/v1/persons/${persons.get(name)}/${verb}`, BODY);
      }
      await look(verb);
    }
    for (const name of ['chief-key', 'auditor-key', 'console']) {
      await ask(url, thief, 'POST', `/v1/clients/${clients.get(name)}/remove`, BODY);
    }
    await look('clients removed');
    return { refused: unseen === 0, seen: seen.join('; ') };
  },
};
