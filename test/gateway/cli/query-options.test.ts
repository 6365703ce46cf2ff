/** `query` refuses a slip of the pen before anybody is asked: nothing is logged, counted or looked for. */
import { describe, expect, test } from '@jest/globals';
import type { Command } from 'commander';
import type { Connect } from '../../../gateway/cli/client/connect.ts';
import { createProgram } from '../../../gateway/commands/create-program.ts';
import { queryBody, windowOf } from '../../../gateway/query/command/query-body.ts';
import { queryCommand } from '../../../gateway/query/command/query-command.ts';
import { runCommand } from '../../setup/commands/run-command.ts';

const NOW = Date.parse('2026-06-01T12:00:00Z');

/** Whether anybody was asked, and what was said. */
async function refusal(line: string): Promise<{ asked: boolean; said: string }> {
  let asked = false;
  const connect: Connect = async () => {
    asked = true;
    throw new Error('was asked');
  };
  const command = queryCommand(connect).configureOutput({ writeErr: () => undefined });
  const said = await runCommand(command, `DEMO001 ${line}`).then(
    () => 'nothing',
    (error: Error) => error.message,
  );
  return { asked, said };
}

describe('before anybody is asked', () => {
  test.each([
    ['--state ZZ', 'leave `--state` out; known are AB, AK, '],
    ['--state XX', 'for a plate from anywhere else leave `--state` out'],
    ['--purpose stolen_vehicel', 'there is no such purpose: write one of stolen_vehicle, '],
    ['--purpose ""', 'there is no such purpose'],
    ['--hours abc', 'give a number from 0.1 to 719'],
    ['--kind offense --city Aurora', 'give --happened, --vehicle, --reported-by, --affirm too'],
    ['--affirm --agency co0010100', 'the incident is not whole: give --kind, --happened'],
    ['--city Atlantis', 'write a city or town as `/v1/purposes` lists them'],
    ['--county Brighton', 'write a county'],
    ['--other-state CO', 'write another state'],
    ['--kind theft', "'--kind <what>'"],
    ['--happened today', 'write a time with its zone'],
    ['--ongoing --until 2026-06-01T08:00:00Z', "'--until <time>'"],
    ['--from yesterday', 'write a time with its zone, as 2026-06-01T08:00:00Z'],
    ['--from 2026-06-01', 'write a time with its zone'],
    ['--from 2026-06-01T08:00:00', 'write a time with its zone'],
    ['--from 2026-02-31T08:00:00Z', 'write a time with its zone'],
    ['--from 2026-06-01T08:00:00Z --hours 3', "'--hours <hours>'"],
    ['--to 2026-06-01T08:00:00Z --hours 3', "'--hours <hours>'"],
    ['--to 2026-06-01T08:00:00Z', 'give `--from` with `--to`'],
    ['--from 2026-06-02T08:00:00Z --to 2026-06-01T08:00:00Z', '`--from` must be before `--to`'],
    ['--from 2199-01-01T00:00:00Z', '`--from` must be before now'],
  ])('`query DEMO001 %s` is refused, and told what to write', async (line, said) => {
    expect(await refusal(line)).toEqual({ asked: false, said: expect.stringContaining(said) });
  });

  test.each([
    '--state co',
    '--state QC',
    '--purpose parking',
    '--from 2026-06-01T08:00Z --to 2026-06-01T09:00-06:00',
    '--kind offense --happened 2026-06-01T08:00Z --hours 3 --county adams --vehicle stolen --reported-by victim --affirm',
  ])('`query DEMO001 %s` is not: the gateway judges it', async (line) => {
    expect(await refusal(line)).toEqual({ asked: true, said: 'was asked' });
  });
});

describe('a purpose, or a class of data, that is misspelt', () => {
  test.each([
    [
      'grant propose --purposes stolen_vehicle,theft',
      '`theft` is not an approved purpose: write `all`, or some of stolen_',
    ],
    ['grant propose --data reads,plates', 'there is no `plates`: write some of reads, hits, hot_lists'],
    ['hot-list import f --purpose theft', 'it is not an approved purpose: write one of stolen_vehicle, '],
    [
      'hot-list source set county --purpose parking',
      'it is not an approved purpose: write one of stolen_vehicle, ',
    ],
  ])('in `%s` is refused, with the option and what to write', async (line, said) => {
    const argv = line.split(' ');
    const program = await createProgram(argv);
    for (const command of everyCommandOf(program)) command.configureOutput({ writeErr: () => undefined });
    const option = line.split(' ').find((word) => word.startsWith('--'));
    const refused = program.parseAsync(argv, { from: 'user' });
    await expect(refused).rejects.toThrow(said);
    await expect(refused).rejects.toThrow(`option '${option} `);
  });
});

const everyCommandOf = (command: Command): Command[] => [
  command,
  ...command.commands.flatMap(everyCommandOf),
];

describe('a query', () => {
  const window = { from: '2026-05-31T12:00:00Z', to: '2026-06-01T12:00:00Z' };
  const options = { hours: 24, limit: 25, match: 'exact', purpose: 'stolen_vehicle', officer: 'officer-1' };

  test('names the options that are missing, and no other', () => {
    expect(() => queryBody('DEMO001', 'CO0010000', options, window)).toThrow(
      /^`--officer-name` missing: give/,
    );
    const { purpose: _, ...less } = options;
    expect(() => queryBody('DEMO001', 'CO0010000', less, window)).toThrow(
      /^`--purpose`, `--officer-name` missing: give/,
    );
  });
});

describe('the window that is asked for', () => {
  test('is so many hours back from now, or from one time to another, or to now', () => {
    const to = '2026-06-01T12:00:00.000Z';
    expect(windowOf({ hours: 24 }, NOW)).toEqual({ from: '2026-05-31T12:00:00.000Z', to });
    const from = '2026-05-30T08:00:00.000Z';
    expect(windowOf({ hours: 24, from }, NOW)).toEqual({ from, to });
    const earlier = '2026-05-30T09:00:00.000Z';
    expect(windowOf({ hours: 24, from, to: earlier }, NOW)).toEqual({ from, to: earlier });
  });
});
