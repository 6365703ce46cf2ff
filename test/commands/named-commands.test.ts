/** No command is named anywhere that no test runs, and none is run that nobody names any more. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { createProgram } from '../../gateway/commands/create-program.ts';
import { ROOT } from '../setup/source-files.ts';
import { commandsInMarkdown, commandsInOutput } from './command-texts.ts';
import { faultOf, namesInPage, namesInSource } from './mentioned-names.ts';
import { CARRIED_OUT, everyCommand, namedCommands, projectPages } from './named-commands.ts';
import { EVERY_ROW } from './rows/every-row.ts';
import { NOT_RUN } from './rows/not-run.ts';

const named = namedCommands();
/** Run before any row: the demo itself. */
const STARTS = ['npm start', 'npm run gateway -- demo'];
const known = new Set([...EVERY_ROW.map((row) => row.named), ...Object.keys(NOT_RUN), ...STARTS]);

describe('a command that the pages, the help texts or the advice in the source name', () => {
  test('is run by a test, or in the short list of those that are not', () => {
    const missing = named
      .filter(({ text }) => !known.has(text))
      .map(({ place, text }) => `${place}: ${text}`);
    expect(missing).toEqual([]);
  });

  test('is taken out of the table when it is named no more', () => {
    const texts = new Set(named.map(({ text }) => text));
    expect([...known].filter((text) => !texts.has(text))).toEqual([]);
  });
});

describe('a page that is not taken apart here', () => {
  test.each(Object.entries(CARRIED_OUT))('%s is carried out by %s', (page, file) => {
    expect(readFileSync(join(ROOT, file), 'utf8')).toContain(`commandsOn('${basename(page)}')`);
  });
});

describe('a command of the program', () => {
  const leaves = everyCommand().filter(({ command }) => command.commands.length === 0);

  test.each(leaves.map(({ words }) => words.join(' ')))('`%s` has an example, which is run', (words) => {
    const examples = named.map(({ text }) => text).filter((text) => !text.endsWith('--help'));
    expect(examples).toContainEqual(expect.stringMatching(`npm run gateway -- ${words}(?: |$)`));
  });
});

describe('a command that a sentence mentions by its name', () => {
  test('is there, with the options that it is mentioned with', async () => {
    const program = await createProgram();
    const mentioned = [
      ...projectPages().flatMap(({ path, text }) => namesInPage(text, path)),
      ...namesInSource(),
    ];
    expect(mentioned.filter(({ text }) => text.startsWith('hot-list ')).length).toBeGreaterThan(5);
    const faults = mentioned.flatMap(({ place, text }) => {
      const fault = faultOf(text, program);
      return fault === null ? [] : [`${place}: \`${text}\`: ${fault}`];
    });
    expect(faults).toEqual([]);
  });
});

describe('the collector', () => {
  test('finds commands in a page: fenced, inline, over two lines, and not in the code of other languages', () => {
    const page = [
      'Start it with `npm start`, or look at `config.ts`.',
      '```sh',
      'npm run gateway -- register FILE \\',
      '  --colorado   # nothing else',
      'npm ci && npm test',
      '```',
      '```ts',
      'npm run gateway -- not this',
      '```',
    ].join('\n');
    expect(commandsInMarkdown(page, 'page.md')).toEqual([
      { text: 'npm run gateway -- register FILE --colorado', place: 'page.md:3' },
      { text: 'npm ci', place: 'page.md:5' },
      { text: 'npm test', place: 'page.md:5' },
      { text: 'npm start', place: 'page.md:1' },
    ]);
  });

  test('finds them in what is printed: after words, in brackets, before a remark', () => {
    const printed = [
      'next, by another: DATA_DIR=/tmp/x npm run gateway -- sharing --as admin-2',
      'halt (npm run gateway -- halt --reason "…"), and look',
      '    npm run gateway -- audit verify                  the log',
      'as its owner, `npm run gateway -- migrate`',
    ].join('\n');
    expect(commandsInOutput(printed)).toEqual([
      'DATA_DIR=/tmp/x npm run gateway -- sharing --as admin-2',
      'npm run gateway -- halt --reason "…"',
      'npm run gateway -- audit verify',
      'npm run gateway -- migrate',
    ]);
  });
});
