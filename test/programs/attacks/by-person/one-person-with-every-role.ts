/** Anyone who owns the database's password registers one person twice, or with roles that must look at each other. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { DatabaseUrls } from '../../../../gateway/demo/provision-databases.ts';
import { type Attack, control } from '../attack.ts';
import { LOG_ORIGIN } from '../scene/gateway-node.ts';
import type { Scene } from '../scene/scene.ts';

interface Person {
  readonly issuer: string;
  readonly subject: string;
  readonly name: string;
  readonly ori: string;
  readonly roles: readonly string[];
  readonly employeeId?: string;
}

export const attack: Attack = {
  tries: 'one person is registered as two administrators, or as administrator and auditor',
  run: async (scene) => {
    const databases = await scene.copyDatabases();
    const known = scene.registration() as { persons: Person[] };
    const admin = known.persons.find(({ subject }) => subject === 'first-admin') as Person;
    const person = (subject: string, changes: Partial<Person>) => ({ ...admin, subject, ...changes });
    const honest = await registers(scene, databases, [person('third-admin', { employeeId: 'E-3' })]);
    control(honest, 'a third administrator cannot be registered');
    const done: string[] = [];
    if (await registers(scene, databases, [person('first-again', {})])) done.push('the same person twice');
    const both = ['sharing_admin', 'auditor'];
    if (await registers(scene, databases, [person('both', { employeeId: 'E-4', roles: both })]))
      done.push('administrator and auditor');
    if (await updates(databases)) done.push('administrator and auditor by SQL');
    return {
      refused: done.length === 0,
      seen: done.length === 0 ? 'refused' : `registered: ${done.join('; ')}`,
    };
  },
};

async function registers(scene: Scene, databases: DatabaseUrls, persons: readonly Person[]) {
  const file = join(await scene.newDirectory(), 'registration.json');
  await writeFile(file, JSON.stringify({ persons }));
  const { code } = await scene.command(['register', file], {
    OWNER_DATABASE_URL: databases.gatewayOwnerUrl,
    OWNER_READS_DATABASE_URL: databases.readsOwnerUrl,
    LOG_ORIGIN,
  });
  return code === 0;
}

/** As the owner of the database. */
async function updates({ gatewayOwnerUrl }: DatabaseUrls): Promise<boolean> {
  const client = new pg.Client(gatewayOwnerUrl);
  await client.connect();
  const statement = "UPDATE person SET roles = '{sharing_admin,auditor}' WHERE subject = 'second-admin'";
  return client
    .query(statement)
    .then(
      ({ rowCount }) => rowCount === 1,
      () => false,
    )
    .finally(() => client.end());
}
