/** `report misuse` on the command line: from what somebody saw to what the Chief decided. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { auditCommand } from '../../../../gateway/oversight/audit-search/audit-command.ts';
import { misuseCommand } from '../../../../gateway/oversight/misuse/misuse-command.ts';
import { type Administration, startAdministration } from '../../../setup/administration.ts';
import { runCommand, runCommandForJson } from '../../../setup/commands/run-command.ts';
import { connectTo } from '../../../setup/connect-to.ts';

let admin: Administration;

beforeAll(async () => {
  admin = await startAdministration();
  await admin.register('CO0800100');
});
afterAll(() => admin.close());

const connect = connectTo(() => admin);
const misuse = (line: string) => runCommand(misuseCommand(connect), line);
const SEEN = '--kind personal_use --summary "asked for the plate of a neighbor" --agency CO0800100';
const open = async (more = ''): Promise<string> =>
  (await runCommandForJson(misuseCommand(connect), `open ${SEEN} ${more}`)).id;

describe('a report of misuse', () => {
  test('is opened by anybody with a role, who is told where it went', async () => {
    for (const who of ['admin-1', 'reviewer', 'auditor', 'chief']) {
      expect(await misuse(`open ${SEEN} --as ${who}`)).toMatch(
        /^opened: \S{36}\nthe Chief has your report, and 14 days to close it; .*-- report misuse show \S{36} --as …\n$/,
      );
    }
    expect((await admin.entries()).at(-1)).toMatchObject({ kind: 'misuse_reported', agency: 'CO0800100' });
  });

  test('is listed, and shown with the names of those who act in it', async () => {
    const id = await open('--entries 0,1');
    expect(await misuse('list')).toContain('the whole of one: npm run gateway -- report misuse show');
    const shown = await misuse(`show ${id}`);
    expect(shown).toMatch(/^summary +asked for the plate of a neighbor$/m);
    expect(shown).toMatch(/^opened by +auditor$/m);
    expect(shown).toMatch(/^seen to by +chief$/m);
    expect(shown).toContain('what the log has of it: npm run gateway -- audit show 0\n');
    expect(shown).toContain(`report misuse close ${id} --outcome … --note "…"`);
  });

  test('is given to a person by name, with a day, and closed once', async () => {
    const id = await open();
    expect(await misuse(`assign ${id} --to auditor --due 2099-01-31`)).toBe(
      `auditor sees to it, by 2099-01-31: ${id}\n`,
    );
    expect(await misuse(`show ${id}`)).toMatch(/^state +acknowledged$/m);
    const close = `close ${id} --outcome founded --note retrained`;
    expect(await misuse(close)).toBe(`closed as founded: ${id}\n`);
    await expect(misuse(close)).rejects.toThrow(
      `next: see how it stands: npm run gateway -- report misuse show ${id}`,
    );
    expect(await misuse('list --state closed')).toContain(id);
    await expect(misuse('show 3f0c')).rejects.toThrow('give the whole id (36 characters)');
  });

  test('is not to be closed by a day that is past, and rests on no entry that the log does not have', async () => {
    const id = await open();
    const before = await admin.entries();
    await expect(misuse(`assign ${id} --to auditor --due 2020-01-31`)).rejects.toThrow(
      '422: `dueAt` is in the past: give a later day',
    );
    await expect(misuse(`open ${SEEN} --entries 0,999999`)).rejects.toThrow(
      '422: `entries` names an entry that the log does not have',
    );
    expect(await admin.entries()).toEqual(before);
  });

  test('about a person of the owner is not shown to that person', async () => {
    const id = await open('--person chief');
    expect(await misuse('list')).not.toContain(id);
    expect(await misuse(`show ${id} --as auditor`)).toMatch(/^concerns +chief$/m);
  });

  test('about the Chief goes to an auditor who did not write it, who is told how to close it', async () => {
    const told = await misuse(`open ${SEEN} --person chief --as admin-1`);
    expect(told).toMatch(
      /\nthe auditor auditor has your report, and 14 days to close it: it is about the Chief/,
    );
    const id = /opened: (\S+)/.exec(told)?.[1];
    expect(await misuse(`show ${id} --as auditor`)).toMatch(
      /to close it, an auditor who did not report it writes founded or unfounded, and why: .*misuse close/,
    );
    expect(await misuse(`close ${id} --outcome unfounded --note "looked into" --as auditor`)).toBe(
      `closed as unfounded: ${id}\n`,
    );
    expect(await misuse(`open ${SEEN} --person chief --as auditor`)).toContain('nobody has your report yet');
  });

  test('says what is missing before anything is sent', async () => {
    const before = await admin.entries();
    await expect(misuse('open --kind personal_use --summary x --officer officer-1')).rejects.toThrow(
      'give `--agency` with `--officer`',
    );
    await expect(misuse('open --kind personal_use --summary …')).rejects.toThrow(
      /^`--summary` needs words in place of `…`\nnext: .*for instance: --summary "/,
    );
    expect(await admin.entries()).toEqual(before);
  });
});

test('an entry of the log is shown with who did it and why', async () => {
  await misuse(`close ${await open()} --outcome unfounded --note "it was the right plate"`);
  const index = (await admin.entries()).length - 1;
  const audit = (line: string) => runCommand(auditCommand(connect), line);
  const shown = await audit(`show ${index}`);
  expect(shown).toMatch(/^kind +misuse_closed$/m);
  expect(shown).toMatch(/^owner by +chief$/m);
  expect(shown).toMatch(/^owner note +it was the right plate$/m);
  await expect(audit('show 999999')).rejects.toThrow('next: see the newest: npm run gateway -- audit search');
});
