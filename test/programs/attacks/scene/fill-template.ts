/** What the databases of every gateway of our own begin with: the cast, reads, grants for Adams and Aurora. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../../../gateway/demo/free-port.ts';
import { takeReads } from '../../../gateway/reads/reads-fixture.ts';
import { control } from '../attack.ts';
import { ADAMS, AURORA, type Cast } from './cast.ts';
import type { Databases } from './databases.ts';
import { LOG_ORIGIN, ready, spawnNode } from './gateway-node.ts';
import { grantBody, grantSharing } from './grant-sharing.ts';
import { runProgram } from './programs.ts';

export const PLATES = ['ATK0001', 'ATK0002', 'ATK0003'] as const;
const READS_EACH = 12;

/** Where the node that made the grants has its keys, below the directory of the databases. */
export const TEMPLATE_NODE = 'template-node';

export async function fillTemplate(
  source: string,
  cast: Cast,
  { directory, template }: Databases,
): Promise<void> {
  const file = join(directory, 'registration.json');
  await writeFile(file, JSON.stringify(cast.registration(true)));
  const { code, output } = await runProgram(source, 'gateway/cli.ts', ['register', file], {
    OWNER_DATABASE_URL: template.gatewayOwnerUrl,
    OWNER_READS_DATABASE_URL: template.readsOwnerUrl,
    LOG_ORIGIN,
  }).ended;
  control(code === 0, `the cast could not be registered: ${output}`);
  await takeReads(template.readsOwnerUrl, sampleReads());
  const dataDir = join(directory, TEMPLATE_NODE);
  const node = await ready(spawnNode({ source, databases: template, dataDir, port: await freePort() }));
  const administrators = [cast.as('first-admin', node.url), cast.as('second-admin', node.url)] as const;
  for (const partner of [ADAMS, AURORA]) await grantSharing(node.url, administrators, grantBody(partner));
  await node.program.stop();
}

function sampleReads() {
  const now = Date.now();
  return PLATES.flatMap((plate, p) =>
    Array.from({ length: READS_EACH }, (_, i) => ({
      plate,
      cameraId: `CAM-${i % 3}`,
      cameraName: `Camera ${i % 3}`,
      capturedAt: new Date(now - 60_000 * (i + 1) - p).toISOString(),
    })),
  );
}
