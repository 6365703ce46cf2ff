/** A command starts fast since it loads what it uses: one that asks no database loads none of what that takes. */
import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { programArguments } from '../../setup/program-arguments.ts';

/** The packages that the program has loaded by its end, of those that take longest. */
function loadedBy(words: readonly string[]): string[] {
  const [program] = programArguments('gateway/cli.ts');
  const watch = `
    import { createRequire } from 'node:module';
    process.on('exit', () => {
      const paths = Object.keys(createRequire('${program}').cache).join('\\n');
      console.log('loaded: ' + ['pg', 'knex', 'express', 'bull', 'node-jose'].filter((name) => paths.includes('/node_modules/' + name + '/')).join());
    });`;
  const hook = `data:text/javascript,${encodeURIComponent(watch)}`;
  const output = execFileSync(process.execPath, ['--import', hook, program, ...words, '--help'], {
    env: { ...process.env, NODE_OPTIONS: '' },
    encoding: 'utf8',
  });
  const [, names = ''] = /^loaded: (.*)$/m.exec(output) as RegExpExecArray;
  return names === '' ? [] : names.split(',');
}

describe('a command', () => {
  test.each([
    ['sharing'],
    ['query'],
    ['agencies'],
    ['grant'],
    ['audit'],
    ['hot-list'],
    ['ingest'],
    ['migrate'],
    ['doctor'],
  ])('`%s` loads nothing for databases, servers and queues before it is carried out', (name) => {
    expect(loadedBy([name])).toEqual([]);
  });

  test('is really watched: one that works on a database is seen to load it', () => {
    expect(loadedBy(['register'])).toContain('pg');
  });
});
