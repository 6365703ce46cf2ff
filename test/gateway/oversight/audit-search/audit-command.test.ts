/** `audit search` and `audit export` on the command line, by what has no place in a URL. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { auditCommand } from '../../../../gateway/oversight/audit-search/audit-command.ts';
import { type Administration, startAdministration } from '../../../setup/administration.ts';
import { runCommand } from '../../../setup/commands/run-command.ts';
import { connectTo } from '../../../setup/connect-to.ts';
import { appendSampleEntries, CASE, HAPPENED, PLATE } from './sample-entries.ts';

let admin: Administration;

beforeAll(async () => {
  admin = await startAdministration();
  await appendSampleEntries(admin);
});
afterAll(() => admin.close());

const audit = (line: string) => runCommand(auditCommand(connectTo(() => admin)), line);
const flat = (text: string) => text.replace(/\s+/g, ' ');

test('a search by case says on each line who asked for which plate, how much left, and why', async () => {
  const found = flat(await audit(`search --case ${CASE} --kind release`));
  for (const part of [
    'Officer Seven (officer-7)',
    `case ${CASE}`,
    `plate ${PLATE}`,
    '3 reads',
    `stated: ${HAPPENED}`,
    'sedan stolen',
  ]) {
    expect(found).toContain(part);
  }
  expect(flat(await audit(`search --case ${CASE} --kind log_read`))).toContain('by auditor');
});

test('a search says without `--details` what it said before', async () => {
  const found = await audit(`search --plate ${PLATE} --kind release`);
  expect(found).not.toContain('officer-7');
  expect(flat(await audit(`search --plate ${PLATE} --kind release --details`))).toContain('officer-7');
});

test('an entry is shown with what happened as a sentence', async () => {
  const [found] = JSON.parse(await audit(`search --case ${CASE} --kind release --json`)).entries;
  const shown = flat(await audit(`show ${found.index}`));
  expect(shown).toContain(`query purpose incident ${HAPPENED}`);
  expect(shown).not.toContain('affirmed');
});

test('an export by case holds these entries alone', async () => {
  const lines = (await audit(`export --case ${CASE} --kind release`)).trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line).kind)).toEqual(['release']);
});
