/** Witnesses as programs of their own: ours, and one that nobody here wrote. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { hash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../gateway/demo/free-port.ts';
import { eventually } from './eventually.ts';
import { programArguments } from './program-arguments.ts';

export interface RunningWitness {
  readonly vkey: string;
  readonly url: string;
  /** A question as a log asks it. */
  ask(body: string): Promise<{ readonly status: number; readonly text: string }>;
  end(signal?: NodeJS.Signals): Promise<void>;
}

/** Debian's `sigsum-go`; null where it is not installed. */
export const SIGSUM = existsSync('/usr/bin/sigsum-witness') ? '/usr/bin/sigsum-witness' : null;
if (SIGSUM === null) {
  process.stderr.write(
    'sigsum-witness is not installed: its tests are skipped (apt-get install sigsum-go)\n',
  );
}

/** `npm run gateway -- witness` with its files below a directory; on the port of before where one is given. */
export async function startWitness(
  directory: string,
  name: string,
  logKey: string,
  port = 0,
): Promise<RunningWitness> {
  const files = ['--key', join(directory, `${name}.pem`), '--state', join(directory, `${name}.json`)];
  const more = ['--port', String(port), '--name', `witness.test/${name}`, '--log', logKey, '--json'];
  const child = spawn(
    process.execPath,
    [...programArguments('gateway/cli.ts'), 'witness', ...files, ...more],
    {
      env: { ...process.env, NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  await eventually(() => {
    if (child.exitCode !== null) throw new Error(`the witness ended:\n${said}`);
    return said.includes('\n');
  });
  const { url, vkey } = JSON.parse(said.split('\n', 1)[0] as string);
  return running(child, vkey, url);
}

/** @param logKey of a log that is named as Sigsum names its logs */
export async function startSigsumWitness(directory: string, logKey: string): Promise<RunningWitness> {
  const key = join(directory, 'sigsum-key');
  execFileSync('sigsum-key', ['generate', '-o', key]);
  const log = join(directory, 'sigsum-log.pub');
  writeFileSync(log, opensshKey(rawKey(logKey)));
  const port = await freePort();
  const files = ['-k', key, '--log-key', log, '--state-file', join(directory, 'sigsum-state')];
  const child = spawn(SIGSUM as string, [...files, `127.0.0.1:${port}`], {
    env: { ...process.env, GODEBUG: 'httpmuxgo121=0' },
    stdio: 'ignore',
  });
  const raw = Buffer.from(readFileSync(`${key}.pub`, 'utf8').split(' ')[1] ?? '', 'base64').subarray(-32);
  const name = `sigsum.org/v1/witness/${hash('sha256', raw, 'hex')}`;
  const id = hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(4), raw]), 'hex').slice(0, 8);
  const vkey = `${name}+${id}+${Buffer.concat([Buffer.of(4), raw]).toString('base64')}`;
  const url = `http://127.0.0.1:${port}`;
  await eventually(() => {
    if (child.exitCode !== null) throw new Error(`sigsum-witness ended with ${child.exitCode}`);
    return fetch(url).then(
      () => true,
      () => false,
    );
  });
  return running(child, vkey, url);
}

/** The name of a log of Sigsum: its key's hash. */
export function sigsumOrigin(logKey: string): string {
  return `sigsum.org/v1/tree/${hash('sha256', rawKey(logKey), 'hex')}`;
}

function running(child: ChildProcess, vkey: string, url: string): RunningWitness {
  return {
    vkey,
    url,
    ask: async (body) => {
      const response = await fetch(`${url}/add-checkpoint`, { method: 'POST', body });
      return { status: response.status, text: await response.text() };
    },
    end: async (signal = 'SIGTERM') => {
      child.kill(signal);
      while (child.exitCode === null && child.signalCode === null) await pause(20);
    },
  };
}

/** Base64 may have a plus sign too. */
const rawKey = (vkey: string): Buffer =>
  Buffer.from(/^[^+]+\+[^+]+\+(.+)$/.exec(vkey)?.[1] as string, 'base64').subarray(1);

function opensshKey(raw: Buffer): string {
  const sized = (bytes: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  const text = Buffer.concat([sized(Buffer.from('ssh-ed25519')), sized(raw)]).toString('base64');
  return `ssh-ed25519 ${text} log\n`;
}
