/** One command line: what running it costs the process that it runs in. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { runProgram } from '../../../gateway/commands/run-program.ts';

afterEach(() => {
  jest.restoreAllMocks();
});

describe('a command line', () => {
  test('that names no part of a command is told which there are, not of one that was not typed', async () => {
    const said: string[] = [];
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
    await runProgram(['agencies', 'confirm', 'CO0010200']);
    expect(said.join('')).toBe(
      'error: `agencies` has no part `confirm`: it has list, show, add, change\n' +
        'next: npm run gateway -- agencies --help\n',
    );
  });

  test.each([[['abc']], [['--sample', '0']], [['--al']], [['1', '2']], [['--sample']]])(
    'that is mistyped ends with 2 where 1 would say that something differs: audit replay %j',
    async (words) => {
      jest.spyOn(process.stderr, 'write').mockReturnValue(true);
      expect(await runProgram(['audit', 'replay', ...words])).toBe(2);
      expect(await runProgram(['audit', 'search', '--strange'])).toBe(1);
    },
  );

  // A store that was entered once makes every promise of a serving node slower, to its end.
  test.each([
    [['serve', '--help'], 0],
    [['--gateway', 'http://127.0.0.1:1', 'revoke', '--help'], 1],
    [['--gateway=http://127.0.0.1:1', 'revoke', '--help'], 1],
  ])('%j enters a store of its own only where it names a node', async (words, entered) => {
    const enter = jest.spyOn(AsyncLocalStorage.prototype, 'run');
    const print = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    expect(await runProgram(words)).toBeNull();
    expect(print).toHaveBeenCalled();
    expect(enter).toHaveBeenCalledTimes(entered);
  });
});
