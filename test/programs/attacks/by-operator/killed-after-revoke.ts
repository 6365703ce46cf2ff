/** A node is killed as soon as a revocation has returned, and the log is cut to where it was before: no start takes it. */
import { type Attack, control } from '../attack.ts';
import { ask, describe, readsIn } from '../scene/ask.ts';
import { ADAMS } from '../scene/cast.ts';
import { answers } from '../scene/gateway-node.ts';
import { queryBody } from '../scene/query-body.ts';

const TABLES = [
  ...['log_entry', 'log_checkpoint', 'mark', 'mark_acknowledgement', 'drain', 'audit_detail'],
  ...['sharing_grant', 'agency', 'sharing_state'],
];
const turn = (what: string) => TABLES.map((table) => `ALTER TABLE ${table} ${what} TRIGGER USER`).join('; ');

/** As a database that has lost its newest commits. */
const cutFrom = (index: number) => `
  ${turn('DISABLE')};
  DELETE FROM mark_acknowledgement WHERE mark >= ${index}; DELETE FROM drain WHERE mark >= ${index};
  DELETE FROM mark WHERE index >= ${index}; DELETE FROM log_checkpoint WHERE size > ${index};
  DELETE FROM audit_detail WHERE index >= ${index}; DELETE FROM log_entry WHERE index >= ${index};
  UPDATE sharing_grant SET status = 'active', ended_by = NULL, ended_at = NULL, ended_reason = NULL WHERE ended_by IS NOT NULL;
  UPDATE agency SET epoch = 0 WHERE epoch >= ${index};
  ${turn('ENABLE')};`;

export const attack: Attack = {
  tries: 'a node that was killed right after a revocation starts on a log that was cut before it',
  run: async (scene) => {
    const target = await scene.gateway();
    const plate = target.plates[0] as string;
    const asks = (url: string) =>
      ask(url, target.as('adams'), 'POST', '/v1/queries', queryBody({ ori: ADAMS, plate }));
    control(readsIn(await asks(target.url)) > 0, 'there is nothing to revoke');
    const revoked = await ask(
      ...([target.url, target.as('first-admin'), 'POST', `/v1/agencies/${ADAMS}/revoke`] as const),
      { reason: 'attack suite' },
    );
    target.node.program.child.kill('SIGKILL');
    control(revoked.status === 200, `it could not be revoked: ${describe(revoked)}`);
    await target.node.program.ended;
    await target.owner.query(cutFrom(revoked.body.index));
    const next = await target.spawn({});
    const started = await answers(next);
    const reads = started ? readsIn(await asks(next.url)) : 0;
    return {
      refused: !started && reads === 0,
      seen: started ? `the node starts without the revocation: ${reads} reads` : 'the node refuses to start',
    };
  },
};
