/** Decisions by rules of another revision: the node runs none but its own, and an auditor takes them again from a checkout. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readRulesRevision } from '../../../../gateway/settings/rules-revision.ts';
import { ROOT } from '../../../setup/source-files.ts';
import { type ReplayFixture, startReplays } from './replay-fixture.ts';

let fixture: ReplayFixture;
/** A checkout of a release whose rules knew no halt. */
let checkout: string;
beforeAll(async () => {
  fixture = await startReplays();
  checkout = realpathSync(mkdtempSync(join(tmpdir(), 'checkout-')));
  cpSync(join(ROOT, 'sharing-rules'), join(checkout, 'sharing-rules'), { recursive: true });
  writeFileSync(join(checkout, 'package.json'), '{"type":"module"}');
  const file = join(checkout, 'sharing-rules/rules.ts');
  const rules = readFileSync(file, 'utf8');
  const without = rules.replace('  sharingRunning,\n', '');
  expect(without).not.toBe(rules);
  writeFileSync(file, without);
});
afterAll(async () => {
  await fixture.close();
  rmSync(checkout, { recursive: true, force: true });
});

const revision = () => readRulesRevision(join(checkout, 'sharing-rules'));

/** A release while all sharing was halted, which only rules without the halt permit. */
async function releasedInHalt(rulesRevision: string): Promise<number> {
  const { asker, owner } = await fixture.details(await fixture.ask());
  const input = { ...(owner.input as object), halted: true };
  const logged = { kind: 'release', effect: 'permit', asker } as const;
  return fixture.append({ ...logged, owner: { ...owner, input, rulesRevision } });
}

describe('a decision by rules of another revision', () => {
  test('is taken again on the auditor’s machine, by a checkout whose hash the entry names', async () => {
    const index = await releasedInHalt(revision());
    const here = await fixture.replay(`${index} --json`);
    expect([here.code, JSON.parse(here.said).notReplayed[0].why]).toEqual([2, 'rules_not_kept']);
    const { code, said } = await fixture.replay(`${index} --json --rules ${checkout}`);
    expect([code, JSON.parse(said)]).toEqual([
      0,
      expect.objectContaining({ decisions: 1, entries: 1, same: 1, notReplayed: [] }),
    ]);
    const all = JSON.parse((await fixture.replay(`--all --json --rules ${checkout}`)).said);
    expect([all.notReplayed, all.same]).toEqual([[], all.decisions]);
  });

  test('that those rules never took is different there too', async () => {
    const { asker, owner } = await fixture.details(await fixture.ask());
    const index = await fixture.append({
      ...{ kind: 'refusal', effect: 'deny' },
      asker: {
        ...asker,
        effect: 'deny',
        reasons: [{ code: 'grant_missing', clause: 'Policy 420.7', effect: 'deny' }],
      },
      owner: { ...owner, rulesRevision: revision() },
    });
    const { code, said } = await fixture.replay(`${index} --json --rules ${checkout}`);
    expect([code, JSON.parse(said).different[0].differs.effect]).toEqual([
      1,
      { logged: ['deny'], replayed: ['permit'] },
    ]);
  });

  test('is not taken again by a checkout that was changed since, nor by a directory without rules', async () => {
    const index = await releasedInHalt(revision());
    const changed = realpathSync(mkdtempSync(join(tmpdir(), 'changed-')));
    cpSync(checkout, changed, { recursive: true });
    writeFileSync(join(changed, 'sharing-rules/more.ts'), '');
    expect((await fixture.replay(`${index} --rules ${changed}`)).code).toBe(2);
    mkdirSync(join(changed, 'empty'));
    const none = fixture.replay(`${index} --rules ${join(changed, 'empty')}`);
    await expect(none).rejects.toThrow('name a checkout of a release of the gateway');
    rmSync(changed, { recursive: true });
  });

  test('is handed over, and the entry names the revision', async () => {
    const index = await releasedInHalt(revision());
    await fixture.replay(`${index} --rules ${checkout}`);
    const { owner } = await fixture.details((await fixture.admin.entries()).length - 1);
    expect(owner).toMatchObject({ action: 'replay', search: { index, rules: [revision()] }, entries: 1 });
  });
});

test('rules of a revision that no checkout is named for are not replayed', async () => {
  const index = await releasedInHalt('0'.repeat(64));
  const { code, said } = await fixture.replay(`${index} --json`);
  expect([code, JSON.parse(said)]).toMatchObject([2, { same: 0, notReplayed: [{ why: 'rules_not_kept' }] }]);
});
