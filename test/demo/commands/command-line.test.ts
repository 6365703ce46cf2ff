/** The command line as a program: what scripts and pipes get. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { verifyReceipt } from '../../../gateway/audit-verify/verify-receipt.ts';
import { runCli } from '../../setup/commands/run-cli.ts';
import { useCli } from '../../setup/commands/use-cli.ts';
import { useSharedDemo } from '../../setup/demo/use-demo.ts';
import { programArguments } from '../../setup/program-arguments.ts';

const fixture = useSharedDemo();
const run = useCli();

const cli = (...words: string[]) => run(words, { DATA_DIR: fixture.demo.dataDir });
const program = (...words: string[]) => runCli(words, { DATA_DIR: fixture.demo.dataDir });

describe('the command line', () => {
  test('gives a program the refusal as it came, with its receipt, and exits 1', async () => {
    const { code, stdout, stderr } = await program('query', 'DEMO001', '--as', 'brighton', '--json');
    const problem = JSON.parse(stdout);
    expect(code).toBe(1);
    expect(problem).toMatchObject({ status: 403, reasons: expect.any(Array) });
    expect(
      (await verifyReceipt(problem.receipt, fixture.demo.file.logKey, undefined, problem)).faults,
    ).toEqual([]);
    expect(stderr).toContain('403: ');
    expect(JSON.parse((await cli('agencies', 'show', 'CO9999900', '--json')).stdout)).toMatchObject({
      status: 404,
    });
  });

  test('gives a person the refusal in words only', async () => {
    const { code, stdout, stderr } = await cli('query', 'DEMO001', '--as', 'brighton');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^asked as .*\n$/);
    expect(stderr).toMatch(/Log entry \d+: receipt checked\.\n$/);
  });

  test('lists the whole registry in 80 columns, and says how to narrow it', async () => {
    const { stdout } = await cli('agencies');
    const lines = stdout.trimEnd().split('\n');
    expect(lines.at(-1)).toMatch(/^\d{3} agencies; fewer, for instance: /);
    expect(lines.slice(0, -1).filter(({ length }) => length > 80)).toEqual([]);
    expect((await cli('agencies', '--county', 'Adams', '--class', 'sheriff')).stdout).not.toContain('fewer');
  });

  test('fails where a file gave nothing at all', async () => {
    const file = join(fixture.demo.dataDir, 'faulty.ndjson');
    writeFileSync(file, '{"plate":"ZZQ1"}\n');
    const { code, stdout } = await program('ingest', file);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^0 reads taken, 0 of them new; 1 set aside, see /);
  });

  test.each([
    ['grant frob', /^error: .*\nnext: DATA_DIR=\S+ npm run gateway -- grant --help\n$/],
    [
      'revoke CO0010000',
      /^error: .*--reason.*\nfor example: DATA_DIR=\S+ npm run gateway -- revoke CO0010000 --reason "misuse/,
    ],
    [
      'review approve 3f0c',
      /\nfor example: .* review approve 3f0c… --reason ".*"\nall options: .* --help\n$/,
    ],
    [
      'grant propose',
      /^error: .*--agency.*\nalso required: '--purposes <list>', '--until <time>'\n(.|\n)*MOU/,
    ],
  ])('says what to type where it is asked wrongly: %s', async (line, said) => {
    const { code, stderr } = await cli(...line.split(' '));
    expect([code, stderr]).toEqual([1, expect.stringMatching(said)]);
  });

  test('names who may where a role may not', async () => {
    expect((await cli('report', 'misuse', '--as', 'admin-1')).stderr).toBe(
      '403: your role does not allow this: it needs the role auditor or chief\n' +
        'next: name with --as somebody who may: --as auditor or --as chief\n',
    );
    expect((await cli('agencies', '--as', 'adams')).stderr).toMatch(
      /scope alpr.admin\nnext: .*--as admin-1 or /,
    );
  });

  test('does not tell a revoke as done that nobody answered', async () => {
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    // Of another address: held here, the port is nobody's there.
    const url = `http://127.0.0.2:${(probe.address() as AddressInfo).port}`;
    const { code, stdout, stderr } = await run(['revoke', 'CO0010100', '--reason', 'a test'], {
      DATA_DIR: fixture.demo.dataDir,
      GATEWAY_URL: url,
    });
    probe.close();
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/gave no answer .*ECONNREFUSED.*\nNOT KNOWN TO BE IN FORCE/);
  });

  test('names the data that it acts on in what to type next', async () => {
    const ahead = `DATA_DIR=${fixture.demo.dataDir} npm run gateway -- `;
    expect(fixture.demo.output()).toContain(`${ahead}query DEMO001 --as adams `);
    expect((await cli('sharing')).stdout).toContain(`${ahead}halt`);
  });

  test('marks in its help what must be given', async () => {
    expect((await cli('grant', 'propose', '--help')).stdout).toMatch(/--until <time> .*\(required\)/);
  });

  test.each(['agencies list --json', 'audit export', 'audit verify --help'])(
    'ends quietly where nobody reads on: %s',
    async (line) => {
      const pipe = `"$0" "$1" ${line} | true; echo "\${PIPESTATUS[0]}"`;
      const { stdout, stderr } = await promisify(execFile)(
        'bash',
        ['-c', pipe, process.execPath, ...programArguments('gateway/cli.ts')],
        {
          env: { ...process.env, NODE_OPTIONS: '', DATA_DIR: fixture.demo.dataDir },
        },
      );
      expect([stdout, stderr]).toEqual(['0\n', '']);
    },
  );
});
