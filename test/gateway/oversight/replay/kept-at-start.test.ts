/** Rules are kept before they judge: whatever a node decides can be taken again when it runs others. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readRulesCode, readRulesRevision } from '../../../../gateway/settings/rules-revision.ts';
import { createLogFixture, grantPartner, type LogFixture } from '../../log-identity/log-fixture.ts';

let fixture: LogFixture;
beforeAll(async () => {
  fixture = await createLogFixture();
});
afterAll(() => fixture.close());

test('a node that starts keeps its rules once, and every decision names rules that are kept', async () => {
  const place = { dataDir: await fixture.newDirectory() };
  for (const start of ['first', 'second']) {
    const node = await fixture.start(place);
    if (start === 'first') await grantPartner(node);
    expect(await node.ask()).toBe(3);
    await node.stop();
  }
  const kept = await fixture.owner<{ revision: string; code: Buffer }>(
    'SELECT revision, code FROM kept_rules',
  );
  expect(kept.map(({ revision }) => revision)).toEqual([readRulesRevision()]);
  expect(kept[0]?.code.equals(readRulesCode())).toBe(true);
  const named = await fixture.owner<{ revision: string }>(
    `SELECT DISTINCT owner_detail::json ->> 'rulesRevision' AS revision FROM audit_detail WHERE kind = 'release'`,
  );
  expect(named.map(({ revision }) => revision)).toEqual([readRulesRevision()]);
});
