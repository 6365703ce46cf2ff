/** The operator gives the gateway's roles more than they need, in a table that nobody thought of. */
import pg from 'pg';
import { type Attack, control } from '../attack.ts';
import { answers } from '../scene/gateway-node.ts';
import type { OwnGateway, Scene } from '../scene/scene.ts';

const GIVEN = {
  'a new table': ['gatewayOwnerUrl', ['CREATE TABLE leak (id int)', 'GRANT ALL ON leak TO gateway_app']],
  'deleting grants': ['gatewayOwnerUrl', ['GRANT DELETE ON sharing_grant TO gateway_app']],
  'changing reads': ['readsOwnerUrl', ['GRANT UPDATE, DELETE ON read TO reads_reader']],
} as const satisfies Record<string, readonly ['gatewayOwnerUrl' | 'readsOwnerUrl', readonly string[]]>;

export const attack: Attack = {
  tries: 'a node starts with roles that may change what is not theirs',
  run: async (scene) => {
    const target = await scene.gateway();
    const started: string[] = [];
    const nodes = await Promise.all(
      Object.values(GIVEN).map(([whose, statements]) => spawnWith(scene, target, whose, statements)),
    );
    for (const [i, node] of nodes.entries()) {
      if (await answers(node)) started.push(Object.keys(GIVEN)[i] as string);
    }
    control(target.node.program.running(), 'the node with the right rights does not run');
    return {
      refused: started.length === 0,
      seen: started.length === 0 ? 'no such node starts' : `a node starts with ${started.join(', ')}`,
    };
  },
};

async function spawnWith(
  scene: Scene,
  target: OwnGateway,
  whose: 'gatewayOwnerUrl' | 'readsOwnerUrl',
  statements: readonly string[],
) {
  const databases = await scene.copyDatabases();
  const client = new pg.Client(databases[whose]);
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
  return target.spawn({ databases, dataDir: await scene.copyOfDataDir() });
}
