/** The administrators' commands against a real node: what a program reads, and what a person reads. */
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Command } from 'commander';
import type { Connect } from '../../../gateway/cli/client/connect.ts';
import { auditCommand } from '../../../gateway/oversight/audit-search/audit-command.ts';
import { agenciesCommand } from '../../../gateway/registry/agencies/agencies-command.ts';
import { grantCommand } from '../../../gateway/registry/grants/grant-command.ts';
import { revokeCommand } from '../../../gateway/registry/grants/revoke-command.ts';
import {
  haltCommand,
  resumeCommand,
  sharingCommand,
} from '../../../gateway/registry/sharing/sharing-commands.ts';
import { type Administration, startAdministration } from '../../setup/administration.ts';
import { runCommand, runCommandForJson } from '../../setup/commands/run-command.ts';
import { connectTo } from '../../setup/connect-to.ts';
import { ADD, PROPOSE } from './sample-lines.ts';

let admin: Administration;
let directory: string;
beforeAll(async () => {
  admin = await startAdministration();
  directory = await mkdtemp(join(tmpdir(), 'commands-'));
});
afterAll(async () => {
  await admin.close();
  await rm(directory, { recursive: true });
});

const connect = connectTo(() => admin);

const run = (command: (connect: Connect) => Command, line: string) => runCommand(command(connect), line);
/** Commander's own words about a wrong option go nowhere. */
const quiet = (command: (connect: Connect) => Command) => (to: Connect) => {
  const made = command(to);
  for (const each of [made, ...made.commands])
    each.exitOverride().configureOutput({ writeErr: () => undefined });
  return made;
};
const runJson = (command: (connect: Connect) => Command, line: string) =>
  runCommandForJson(command(connect), line);

describe('the commands of an administrator', () => {
  test('register, look up and change agencies', async () => {
    expect(await runJson(agenciesCommand, ADD)).toMatchObject({ ori: 'CO0810100', roster: 25 });
    expect(await run(agenciesCommand, 'list --name sample')).toMatch(
      /no\s+agreement\s+yet,\s+no\s+certification\s+yet/,
    );
    const { agencies } = await runJson(agenciesCommand, 'list --status active');
    expect(agencies).toHaveLength(2);
    expect(await runJson(agenciesCommand, 'show CO0810100')).toEqual({
      ...agencies[1],
      encryptionKey: null,
      agreementFile: null,
    });
    expect(await run(agenciesCommand, 'change " co0810100" --county Weld')).toContain('CO0810100 changed');
  });

  test("keep the hash of an agreement's file, which is not sent", async () => {
    const file = join(directory, 'mou.pdf');
    await writeFile(file, 'signed');
    const { agreementFile } = await runJson(agenciesCommand, `change CO0810100 --agreement-file ${file}`);
    expect(agreementFile).toBe(createHash('sha256').update('signed').digest('hex'));
    await expect(run(agenciesCommand, `change CO0810100 --agreement-file ${file}x`)).rejects.toThrow(
      'mou.pdfx',
    );
  });

  test('ask for a roster where an agency becomes active, with the option that gives it', async () => {
    const without = ADD.replace(' --roster 25', '').replace('CO0810100', 'CO0810200');
    await expect(run(agenciesCommand, without)).rejects.toThrow(/`roster`(.|\n)*\nnext: .*--roster 25$/);
    expect(await run(agenciesCommand, without.replace('active', 'draft'))).toContain('CO0810200 registered');
    await expect(run(agenciesCommand, 'change CO0810200 --status active')).rejects.toThrow(/--roster 25$/);
    expect(await run(agenciesCommand, 'change CO0810200 --status active --roster 25')).toContain('changed');
    expect(await run(agenciesCommand, 'change CO0810200 --status retired --reason merged')).toContain(
      'changed',
    );
  });

  test('are told what is wrong with a grant that nobody can be given, and where to look', async () => {
    await run(agenciesCommand, ADD.replace('CO0810100', 'CO0810400').replace('municipal', 'federal'));
    await expect(run(grantCommand, PROPOSE.replace('CO0810100', 'CO0810400'))).rejects.toThrow(
      /agency_not_eligible(.|\n)*\nnext: see what the registry says of it: npm run gateway -- agencies show CO0810400$/,
    );
    await expect(run(grantCommand, PROPOSE.replace('2099-01-01', '2026-01-01'))).rejects.toThrow(
      'the end of the proposed grant is in the past: give a later one',
    );
  });

  test('propose, approve and list grants, by two persons', async () => {
    const proposed = await run(grantCommand, PROPOSE);
    const id = /grant approve (\S+)/.exec(proposed)?.[1] as string;
    await expect(run(grantCommand, `approve ${id} --as admin-1`)).rejects.toThrow(/another administrator/);
    expect(await runJson(grantCommand, `approve ${id}`)).toMatchObject({ id, status: 'active' });
    const second = await runJson(grantCommand, PROPOSE);
    expect(await run(grantCommand, `withdraw ${second.id}`)).toBe(`withdrawn: ${second.id}\n`);
    await expect(run(grantCommand, `approve ${second.id}`)).rejects.toThrow('propose a new one');
    expect(await run(grantCommand, 'list --status active')).toMatch(
      new RegExp(`^id [\\s\\S]* data +purposes\\n${id} [\\s\\S]* reads +16 purposes`),
    );
    expect((await runJson(grantCommand, 'list --agency CO0810100')).grants).toHaveLength(2);
    const shown = await run(grantCommand, `show ${id}`);
    expect(shown).toMatch(/^certification signer +Chief Example$/m);
    expect(shown).toMatch(/^proposed by name +admin-1\n(.|\n)*^approved by name +admin-2$/m);
  });

  test('replace a grant in force: its end comes first, and the proposal says so', async () => {
    const { id: old } = (await runJson(grantCommand, 'list --status active')).grants[0];
    const proposed = await run(grantCommand, PROPOSE);
    const id = /grant approve (\S+)/.exec(proposed)?.[1] as string;
    expect(proposed).toContain(
      `next: npm run gateway -- grant revoke ${old} --reason "replaced by ${id}"\nthen, by another administrator, `,
    );
    await expect(run(grantCommand, `approve ${id}`)).rejects.toThrow(`revoke that one first, \`${old}\``);
    expect(await run(grantCommand, `revoke ${old} --reason "replaced by ${id}"`)).toMatch(
      /^the grant has ended; /,
    );
    expect(await runJson(grantCommand, `approve ${id}`)).toMatchObject({ id, status: 'active' });
    // The wrong one of two: the end of a grant is not the end of sharing.
    expect(await run(grantCommand, `revoke ${old} --reason misuse`)).toMatch(
      /^the grant has ended; (.|\n)*\nit was not in force: admin-1 had ended it on 20.* UTC, log entry \d+: .*\nanother grant/,
    );
    expect(await run(grantCommand, `revoke ${old} --reason misuse`)).toContain(
      `another grant to CO0810100 is in force, \`${id}\`: sharing goes on\nto end it: npm run gateway -- revoke CO0810100`,
    );
  });

  test('revoke, halt and resume, and say since which entry of the log', async () => {
    const revoked = await runJson(revokeCommand, 'CO0810100 --reason "a test"');
    const nothing = { drained: 0, aborted: 0, expiredNodes: 0 };
    expect(revoked).toEqual({ epoch: revoked.index, index: revoked.index, ...nothing });
    // The same again at once: what it says must not depend on the reason, or on the time between.
    const again = await run(revokeCommand, 'CO0810100 --reason "a test"');
    expect(again).toMatch(/^sharing with .* has ended; .*, log entry \d+:\n {2}0 answers/);
    expect(again).toMatch(
      new RegExp(
        `^nothing was in force: admin-1 had ended it on 20.* UTC, log entry ${revoked.index}: a test$`,
        'm',
      ),
    );
    // Nothing of the agency is in force any more: its last grant is meant.
    expect(await run(grantCommand, 'revoke CO0810100 --reason "a test"')).toMatch(
      new RegExp(
        `^it was not in force: admin-1 had ended it on .*, log entry ${revoked.index}: a test$`,
        'm',
      ),
    );
    const { index: first, status } = await runJson(haltCommand, '--reason test');
    expect(status).toBe('halted');
    expect(await run(haltCommand, '--reason again')).toMatch(
      /^it was halted already, log entry \d+, by admin-1, 20\S+Z: test\nto go on, by two administrators: npm run gateway -- resume/m,
    );
    expect(await run(haltCommand, '--reason "a third time" --as chief')).toMatch(
      /^sharing is halted; effective(.|\n)*two administrators: npm run gateway -- resume --reason "…" --as …\n$/,
    );
    const halted = new RegExp(
      `^all sharing is halted since log entry ${first}\nby chief, 20\\S+Z: a third time\n`,
    );
    expect(await run(sharingCommand, '')).toMatch(halted);
    expect(await run(grantCommand, 'list')).toMatch(halted);
    expect(await run(agenciesCommand, 'list')).toMatch(halted);
    expect(await run(agenciesCommand, 'show CO0810100')).toMatch(halted);
    expect(await runJson(agenciesCommand, 'list')).toEqual({ agencies: expect.any(Array) });
    expect(await runJson(sharingCommand, '')).toMatchObject({
      halted: true,
      halts: [{ person: 'chief' }, { person: 'admin-1', reason: 'again' }, { reason: 'test' }],
      proposal: null,
    });
    expect(await run(sharingCommand, '--as chief')).toContain(
      'npm run gateway -- client list --status active --as chief\n',
    );
    const proposed = await run(resumeCommand, '--reason "a test is over"');
    expect(proposed).toMatch(/\nwhy it is halted:\n.*reason(.|\n)* admin-1 +again\n(.|\n)* admin-1 +test\n/);
    expect(proposed).toMatch(
      /\nNo grant is in force: nothing is shared until two persons have granted\.\n(.|\n)*may sign in(.|\n)* kind +agency\n\d+ .* resume_proposed/,
    );
    expect(proposed).toContain('proposed: sharing stays halted until another administrator resumes');
    expect(await run(resumeCommand, '--reason "once more"')).toMatch(
      /^you had proposed it already, in log entry \d+: sharing stays halted(.|\n)* --reason "…" --as …\n$/m,
    );
    expect(await run(sharingCommand, '')).toMatch(
      /\nadmin-1 proposed to resume \(log entry \d+\), 20\S+Z: a test is over\n(.|\n)*\nto go on, by an administrator other than admin-1: /,
    );
    expect(await runJson(resumeCommand, '--reason looked --as admin-2')).toEqual({
      status: 'resumed',
      index: expect.any(Number),
    });
    expect(await run(resumeCommand, '--reason "once more"')).toMatch(
      /^sharing was not halted: admin-2 resumed it, 20\S+Z; this command is log entry \d+\n$/,
    );
    expect(await run(sharingCommand, '')).toMatch(/^not halted: .*\nadmin-2 resumed it, 20\S+Z\n/);
  });

  test('say what a change of an agency does to its grants', async () => {
    const { id } = await runJson(grantCommand, PROPOSE);
    await runJson(grantCommand, `approve ${id}`);
    expect(await run(agenciesCommand, 'change CO0810100 --county Adams')).toContain(
      'eligible, grant in force',
    );
    expect(await run(agenciesCommand, 'show CO0810100')).toMatch(
      new RegExp(`^grant +${id}, in\\s+force\\s+until\\s+2099`, 'm'),
    );
    expect(await run(agenciesCommand, 'list --name sample')).toContain('eligible, grant in force');
    expect(await run(agenciesCommand, 'change CO0810100 --status suspended --reason test')).toMatch(
      /^CO0810100 changed: not eligible: .*agency_suspended.*\nits grants have ended; effective on every node, log entry \d+/,
    );
    expect(await run(agenciesCommand, 'change CO0810100 --status active')).toContain(
      'eligible, no grant in force',
    );
    expect(await run(agenciesCommand, 'show CO0810100')).toMatch(/^grant +none in force$/m);
    expect((await runJson(grantCommand, `show ${id}`)).status).toBe('revoked');
  });

  test('fail with what to do next, and never with half a success', async () => {
    await expect(run(revokeCommand, 'CO9999900 --reason x')).rejects.toThrow(
      /404: no agency.*\nnext: .* agencies --name /,
    );
    await expect(run(grantCommand, PROPOSE.replace('CO0810100', 'WY0110000'))).rejects.toThrow(
      /agency_not_eligible \(.*\): out_of_state/,
    );
    await expect(run(agenciesCommand, 'change CO0810100')).rejects.toThrow(/^name what to change: /);
    await expect(run(auditCommand, 'search --as reviewer')).rejects.toThrow(
      /^403: .* the role sharing_admin or auditor or chief\nnext: name with --as/,
    );
    await expect(run(grantCommand, 'revoke 3f0c --reason x')).rejects.toThrow(
      /no grant is called `3f0c`, and it is not a complete id\nnext: .* grant list$/,
    );
    const wrong: [(connect: Connect) => Command, string, string][] = [
      [auditCommand, 'search --from 01.11.2026', 'a day as 2026-06-01, or a time as 2026-06-01T08:00:00Z'],
      [auditCommand, 'export --to 2026-02-31', 'a day as 2026-06-01'],
      [
        grantCommand,
        PROPOSE.replace('2026-01-05', '5.1.2026'),
        "'--agreed-on <day>' argument '5.1.2026' is invalid",
      ],
      [grantCommand, `${PROPOSE} --look-back 31`, 'give a whole number from 1 to 30'],
      [agenciesCommand, 'change CO0810100 --state Colorado', 'with two letters, e.g. CO'],
      [resumeCommand, '--as admin-2', "required option '--reason <text>' not specified"],
    ];
    for (const [command, line, said] of wrong) {
      await expect(run(quiet(command), line)).rejects.toThrow(said);
    }
    await expect(run(auditCommand, 'search --from 2026-11-27 --to 2026-11-26')).rejects.toThrow(
      '`--to` is not after `--from`',
    );
    await expect(run(auditCommand, 'search --officer nobody-1')).rejects.toThrow('no officer who asked');
    await expect(run(quiet(agenciesCommand), 'show CO081010')).rejects.toThrow(
      'nine characters, e.g. CO0010000',
    );
  });

  test.each([
    ['agencies', agenciesCommand],
    ['grant', grantCommand],
    ['audit', auditCommand],
  ])('%s explain each of their parts by an example', (_, command) => {
    const parts = command(connect).commands;
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) {
      let help = '';
      part.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
      expect(help).toContain('Example:\n  npm run gateway -- ');
    }
  });
});

describe('the commands of an auditor', () => {
  test('search the log', async () => {
    const { entries } = await runJson(auditCommand, 'search --kind grant_approved');
    expect(entries).toMatchObject(Array(3).fill({ kind: 'grant_approved', agency: 'CO0810100' }));
    const page = await run(auditCommand, 'search --limit 2');
    expect(page).toMatch(/more: repeat with --cursor \d+/);
    expect(await run(auditCommand, 'search --plate NOBODY1')).toContain('nothing found');
    expect(await run(auditCommand, 'search --purpose theft')).toMatch(
      /^nothing found\n`theft` is not a purpose; they are stolen_vehicle, /,
    );
    expect(await run(auditCommand, 'search --purpose stolen_vehicle')).toBe('nothing found\n');
  });

  test.each(['ndjson', 'csv'])('export it as %s to a file that only they can read', async (format) => {
    const output = join(directory, `log.${format}`);
    const result = await runJson(auditCommand, `export --format ${format} --output ${output}`);
    const lines = (await readFile(output, 'utf8')).trimEnd().split('\n');
    expect(result).toEqual({ entries: lines.length - (format === 'csv' ? 1 : 0), output });
    expect((await stat(output)).mode & 0o777).toBe(0o600);
    await expect(run(auditCommand, `export --output ${output}`)).rejects.toThrow(
      'is there already: name a new file',
    );
  });

  test('export it to standard output', async () => {
    const lines = (await run(auditCommand, 'export --kind halted')).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).kind)).toEqual(['halted', 'halted', 'halted']);
  });
});
