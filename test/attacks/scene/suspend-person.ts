/** The owner suspends a person who asks for a partner, as an administrator does. */
import { control } from '../attack.ts';
import { ask, describe } from './ask.ts';
import type { MemberName } from './cast.ts';
import type { Target } from './scene.ts';

/** @param name of a person who has asked before @throws ControlFailed */
export async function suspendPerson(target: Target, name: MemberName): Promise<void> {
  const { rows } = await target.owner.query(
    'SELECT o.id FROM officer o JOIN person p ON o.reference = p.id::text WHERE p.subject = $1',
    [name],
  );
  control(rows.length === 1, 'who asks as herself was enrolled as no officer');
  const path = `/v1/subjects/${rows[0].id}/suspend`;
  const answer = await ask(target.url, target.as('first-admin'), 'POST', path, { reason: 'attack suite' });
  control(answer.status === 200, `she could not be suspended: ${describe(answer)}`);
}
