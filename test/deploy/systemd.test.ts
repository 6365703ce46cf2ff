/** The unit of systemd: read by systemd's own tool, hardened, and with the settings of a node. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readConfig } from '../../gateway/settings/read-config.ts';
import { IN_FILES_OF_NODES } from '../../gateway/settings/secret-files.ts';
import { ROOT } from '../setup/source-files.ts';
import { START_FLAGS } from '../setup/start-flags.ts';

const UNIT = 'alpr-gateway@.service';
const text = readFileSync(join(ROOT, 'deploy/systemd', UNIT), 'utf8');
const settings = text.split('\n').filter((line) => /^\w+=/.test(line));

/** The greatest exposure that systemd calls "OK", times ten. */
const EXPOSURE = '20';
const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;
if (!hasSystemd)
  process.stderr.write('systemd is not installed: its tests are skipped (apt-get install systemd)\n');

/** The unit's programs are where a machine has them, and here somewhere else. */
function installed(): string {
  const directory = mkdtempSync(join(tmpdir(), 'unit-'));
  const program = join(directory, 'program');
  writeFileSync(program, '#!/bin/sh\n');
  chmodSync(program, 0o755);
  const path = join(directory, 'alpr-gateway@8080.service');
  writeFileSync(path, text.replaceAll(/\/usr\/bin\/(?:node|curl)\b/g, program));
  return path;
}

(hasSystemd ? describe : describe.skip)('systemd', () => {
  test('reads the unit without a complaint', () => {
    const { status, stderr, stdout } = spawnSync('systemd-analyze', ['verify', '--man=no', installed()], {
      encoding: 'utf8',
    });
    expect({ status, stderr, stdout }).toEqual({ status: 0, stderr: '', stdout: '' });
  });

  test('finds it hardened', () => {
    const words = ['security', '--offline=yes', `--threshold=${EXPOSURE}`, '--no-pager', installed()];
    const { status, stdout } = spawnSync('systemd-analyze', words, { encoding: 'utf8' });
    expect([status, stdout.split('\n').filter((line) => line.includes('exposure level'))]).toEqual([
      ...[0, [expect.stringMatching(/OK/)]],
    ]);
  });
});

describe('the unit', () => {
  test('gives a node all that it must have, its passwords as files of root', () => {
    const file = readFileSync(join(ROOT, 'deploy/systemd/gateway.env'), 'utf8');
    const given = Object.fromEntries(
      [...file.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
    );
    const credentials = new Map(
      [...text.matchAll(/^LoadCredential=([\w-]+):(\S+)$/gm)].map(([, name, path]) => [name, path]),
    );
    const files = [...text.matchAll(/(\w+)_FILE=%d\/([\w-]+)/g)];
    expect(files.length).toBe(credentials.size);
    for (const [, name = '', credential = ''] of files) {
      expect(IN_FILES_OF_NODES).toContain(name);
      expect(credentials.get(credential)).toBe(`/etc/alpr/secrets/${credential}`);
    }
    const addresses = {
      DATABASE_URL: 'postgres://gateway:x@db/gateway',
      READS_DATABASE_URL: 'postgres://r:x@db/reads',
    };
    expect(readConfig({ ...given, ...addresses })).toMatchObject({
      host: '127.0.0.1',
      trustedProxies: ['127.0.0.1'],
    });
    expect(file).not.toMatch(/^\w*PASSWORD|:\/\/\w+:/m);
  });

  test('restarts a node in a way that loses no query: it waits until the node is ready, and lets it finish', () => {
    expect(settings).toContain('TimeoutStopSec=30');
    expect(settings).toContain(`ExecStart=/usr/bin/node ${START_FLAGS.join(' ')} dist/gateway/cli.js serve`);
    expect(settings.find((line) => line.startsWith('ExecStartPost='))).toContain(
      'http://127.0.0.1:%i/readyz',
    );
  });
});
