/** The owner suspends a person who asks for a partner, as an administrator does. */
import { control } from '../attack.ts';
import { ask, describe } from './ask.ts';
import type { MemberName } from './cast.ts';
import type { Target } from './scene.ts';

/** @param name of a person who has asked before @throws ControlFailed */
export async function suspendPerson(target: Target, name: MemberName): Promise<void> {
  const { rows } = await target.owner.query<{ reference: string }>(
    'SELECT id::text AS reference FROM person WHERE subject = $1',
    [name],
  );
  await suspendOfficer(target, rows[0]?.reference as string);
}

/** @param reference the agency's own id of an officer who has asked before @throws ControlFailed */
export async function suspendOfficer(target: Target, reference: string): Promise<void> {
  const { rows } = await target.owner.query('SELECT id FROM officer WHERE reference = $1', [reference]);
  control(rows.length === 1, 'who asks was enrolled as no officer');
  const path = `/v1/subjects/${rows[0].id}/suspend`;
  const answer = await ask(target.url, target.as('first-admin'), 'POST', path, { reason: 'attack suite' });
  control(answer.status === 200, `the officer could not be suspended: ${describe(answer)}`);
}
