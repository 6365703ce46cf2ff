/** A vendor that answers in part, or a network's id that is written wrongly: no query may read as "nobody has seen it". */
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startFlockSimulator } from '../../../flock-simulator/start-flock-simulator.ts';
import { type Attack, control } from '../attack.ts';
import { ask, readsIn } from '../scene/ask.ts';
import { ADAMS } from '../scene/cast.ts';
import { queryBody } from '../scene/query-body.ts';
import type { Target } from '../scene/scene.ts';

const PLATE = 'VND0001';
/** Well-formed, and no whole answer. */
const FAULTS = ['accepted', 'partial_content', 'error_body', 'problem_json'] as const;

export const attack: Attack = {
  tries: "the vendor answers in part, and the own network's id is in capitals or wrong: queries find nothing",
  run: async (scene) => {
    const vendor = await startFlockSimulator();
    try {
      vendor.addReads([{ plate: PLATE, capturedAt: new Date(Date.now() - 60_000) }]);
      const credentials = join(await scene.newDirectory(), 'flock.json');
      await writeFile(credentials, JSON.stringify(vendor.credentials), { mode: 0o600 });
      const environment = {
        READS_SOURCE: 'flock',
        FLOCK_URL: vendor.url,
        FLOCK_CREDENTIALS_FILE: credentials,
        FLOCK_NETWORK_ID: vendor.networkId,
      };
      const gateway = await scene.gateway(environment);
      const query = (at: Target) =>
        ask(at.url, at.as('adams'), 'POST', '/v1/queries', queryBody({ ori: ADAMS, plate: PLATE }));
      const honest = await query(gateway);
      control(readsIn(honest) === 1, `the vendor's read was not released: ${honest.status}`);
      const seen: string[] = [];
      let wrong = 0;
      for (const fault of FAULTS) {
        vendor.misbehave({ fault });
        const { status } = await query(gateway);
        vendor.behave();
        seen.push(`${fault} ${status}`);
        if (status !== 503) wrong += 1;
      }
      const withId = async (id: string) => {
        const other = await scene.gateway({ ...environment, FLOCK_NETWORK_ID: id });
        return query(other);
      };
      const capitals = await withId(vendor.networkId.toUpperCase());
      const foreign = await withId(randomUUID());
      if (readsIn(capitals) !== 1) wrong += 1;
      if (foreign.status !== 503) wrong += 1;
      seen.push(`in capitals ${readsIn(capitals)} reads`, `a wrong id ${foreign.status}`);
      return { refused: wrong === 0, seen: seen.join(', ') };
    } finally {
      vendor.close();
    }
  },
};
