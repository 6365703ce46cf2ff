/** Somebody has the file with two administrators' keys, and no person beside it: nothing that raises a right may follow. */
import type { Asker } from '../../../setup/asker.ts';
import { type Attack, control } from '../attack.ts';
import { ask, describe, readsIn } from '../scene/ask.ts';
import { ADAMS, BRIGHTON } from '../scene/cast.ts';
import { grantBody, grantSharing, proposeAndApprove } from '../scene/grant-sharing.ts';
import { queryBody } from '../scene/query-body.ts';

/** Seconds; a second factor may be fifteen minutes old. */
const LONG_AGO = 1_000;

export const attack: Attack = {
  tries: 'two keys in one file grant and resume sharing without a person who signs in',
  run: async (scene) => {
    const target = await scene.gateway({ APPROVAL_SECOND_FACTOR: 'on' });
    const { url } = target;
    const keys = [target.as('first-admin-key'), target.as('second-admin-key')] as [Asker, Asker];
    const signedIn = Math.floor(Date.now() / 1_000) - LONG_AGO;
    const stale = (['first-admin', 'second-admin'] as const).map((name) =>
      target.as(name, { auth_time: signedIn }),
    ) as [Asker, Asker];
    const plate = target.plates[0] as string;
    const brightonAsks = () =>
      ask(url, target.as('brighton'), 'POST', '/v1/queries', queryBody({ ori: BRIGHTON, plate }));
    const seen: string[] = [];
    let raised = 0;
    for (const [who, both] of [
      ['two keys', keys],
      ['sign-ins of long ago', stale],
    ] as const) {
      const [, approved] = await proposeAndApprove(url, both, grantBody(BRIGHTON));
      const reads = readsIn(await brightonAsks());
      if (reads > 0 || approved?.status === 200) raised += 1;
      seen.push(`${who}: approval ${approved ? describe(approved) : 'not reached'}, ${reads} reads`);
      await ask(url, keys[0], 'POST', `/v1/agencies/${BRIGHTON}/revoke`, { reason: 'attack suite' });
    }
    const halted = await ask(url, keys[0], 'POST', '/v1/sharing/halt', { reason: 'attack suite' });
    control(halted.status === 200, `a key alone could not halt: ${describe(halted)}`);
    for (const key of keys) await ask(url, key, 'POST', '/v1/sharing/resume', { reason: 'attack suite' });
    const adams = target.as('adams');
    const resumed = await ask(url, adams, 'POST', '/v1/queries', queryBody({ ori: ADAMS, plate }));
    if (readsIn(resumed) > 0) raised += 1;
    seen.push(`resumed by two keys: ${describe(resumed)}`);
    const persons = [target.as('first-admin'), target.as('second-admin')] as const;
    for (const person of persons)
      await ask(url, person, 'POST', '/v1/sharing/resume', { reason: 'attack suite' });
    await grantSharing(url, persons as [Asker, Asker], grantBody(BRIGHTON));
    control(readsIn(await brightonAsks()) > 0, 'two persons with a second factor could not grant either');
    return { refused: raised === 0, seen: seen.join('; ') };
  },
};
