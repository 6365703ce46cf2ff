/** `audit reconcile`, on a real log and the export of the vendor who was really asked. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Reconciled } from '../../../../gateway/oversight/reconcile/reconcile.ts';
import { reconcileCommand } from '../../../../gateway/oversight/reconcile/reconcile-command.ts';
import { endOfCommand, runCommand } from '../../../setup/commands/run-command.ts';
import { type FlockFixture, startFlockGateway } from '../../query/flock-fixture.ts';

const PERIOD = '--from 2000-01-01 --to 2100-01-01';

let gateway: FlockFixture;
let path: string;
beforeAll(async () => {
  gateway = await startFlockGateway();
  path = join(await gateway.log.newDirectory(), 'audit.csv');
  gateway.simulator.addReads([{ plate: 'REC1000', capturedAt: new Date(Date.now() - 600_000) }]);
  for (let i = 0; i < 3; i += 1) expect((await gateway.ask('REC1000')).status).toBe(200);
  // One question that the vendor did not answer, asked twice, of which its audit may have nothing.
  gateway.simulator.misbehave({ fault: 'server_error' });
  expect((await gateway.ask('REC1000')).status).toBe(503);
});
afterAll(() => gateway.close());

async function reconcile(content: string, options = PERIOD) {
  await writeFile(path, content);
  return endOfCommand(
    reconcileCommand(() => gateway.node.as('admin-1')),
    `--flock "${path}" ${options}`,
  );
}
const inJson = async (content: string, options = PERIOD) => {
  const { code, said } = await reconcile(content, `${options} --json`);
  return { code, result: JSON.parse(said) as Reconciled };
};
const lines = () => gateway.simulator.auditExport().trimEnd().split('\r\n');
const csv = (rows: readonly string[]) => rows.map((row) => `${row}\r\n`).join('');

describe("the vendor's audit and the log", () => {
  test('tell the same after queries through the gateway', async () => {
    const { code, result } = await inJson(csv(lines()));
    expect([code, result.searchesWithout, result.intentsWithout]).toEqual([0, [], []]);
    expect([result.searches, result.matched, result.intents]).toEqual([5, 5, 4]);
    expect((await reconcile(csv(lines()))).said).toMatch(/5 searches have their entry\nboth tell the same$/m);
    expect((await inJson(csv(lines()), '')).code).toBe(0);
  });

  test('differ where somebody asked the vendor past the gateway', async () => {
    const own = lines()
      .at(-1)
      ?.replace(/"?stolen_vehicle.*release [0-9a-f-]+"?/, 'a favor for a friend');
    const { code, said } = await reconcile(csv([...lines(), own as string]));
    expect(code).toBe(1);
    expect(said).toContain('search 6 of the file has no entry: its reason names no release of this gateway');
    expect(said).not.toMatch(/favor|REC1000/);
  });

  test('differ where somebody searched for another plate under the reason of a question', async () => {
    const [head, first, ...rest] = lines();
    const other = (first as string).replace('REC1000', 'REC1009');
    const { code, said } = await reconcile(csv([head as string, other, ...rest]));
    expect(code).toBe(1);
    expect(said).toContain('search 1 of the file has no entry: its plate is not the one that was asked for');
    expect(said).not.toMatch(/REC100/);
  });

  test('differ where the vendor leaves out a search, but not one that it never answered', async () => {
    const [head, first, ...rest] = lines();
    const { code, result } = await inJson(csv([head as string, ...rest.slice(0, 2)]));
    expect(first).toBeDefined();
    expect([code, result.intentsWithout.length, result.unanswered.length]).toEqual([1, 1, 1]);
    const [left] = result.intentsWithout;
    const entry = (await gateway.entries()).find(({ index }) => index === left?.index);
    expect([entry?.kind, entry?.releaseId]).toEqual(['source_asked', left?.releaseId]);
    const { said } = await reconcile(csv([head as string, ...rest.slice(0, 2)]));
    expect(said).toMatch(new RegExp(`next: .*audit show ${left?.index}`));
  });

  test('are not compared where the file cannot be read', async () => {
    await expect(reconcile('a,b\n1,2\n')).rejects.toThrow('has no column `Reason`');
    const missing = reconcileCommand(() => gateway.node.as('admin-1'));
    await expect(runCommand(missing, '--flock /nowhere/audit.csv')).rejects.toThrow('cannot be read: ENOENT');
  });
});
