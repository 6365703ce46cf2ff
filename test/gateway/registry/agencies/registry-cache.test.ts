import { expect, test } from '@jest/globals';
import { Notices } from '../../../../gateway/database/notices.ts';
import { RegistryCache } from '../../../../gateway/registry/agencies/registry-cache.ts';
import type { Ori } from '../../../../sharing-rules/terms/agency.ts';
import { createTestRegistry } from '../../../setup/database/test-registry.ts';
import { eventually } from '../../../setup/eventually.ts';

test('a change that could not be read when it was told of is read later, though nobody tells of it again', async () => {
  const registry = await createTestRegistry();
  const notices = await Notices.open(registry.gatewayUrl);
  const warnings: string[] = [];
  let reads = 0;
  const cache = await RegistryCache.start({
    ...{ notices, pool: registry.pool, owner: registry.owner },
    log: { warn: (_, message) => warnings.push(message) },
    // The first read is that of the start.
    onChange: async () => {
      reads += 1;
      if (reads === 2) throw new Error('the database is busy');
    },
  });
  await registry.register('CO0800100');
  await eventually(() => reads >= 3);
  expect(warnings).toEqual(['the registry could not be read again; it is tried again']);
  expect(cache.snapshot.agencies.get('CO0800100' as Ori)).toBeDefined();
  await cache.close();
  await notices.close();
  await registry.close();
});
