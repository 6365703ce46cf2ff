/** The machine's nginx with the configuration of `deploy/`, its addresses and paths replaced by the test's own. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { eventually } from '../setup/eventually.ts';
import { ROOT } from '../setup/source-files.ts';

/** Debian has it where an ordinary account does not look. */
export const NGINX = ['nginx', '/usr/sbin/nginx'].find((name) => spawnSync(name, ['-v']).status === 0);
if (NGINX === undefined) {
  process.stderr.write('nginx is not installed: its tests are skipped (apt-get install nginx-light)\n');
}

export interface NginxOptions {
  /** Of its own: logs, and what is written for it. */
  readonly directory: string;
  /** From the top of the project, e.g. `deploy/nginx/alpr.conf`. */
  readonly files: readonly string[];
  /** What stands in the files, and what takes its place. All must occur. */
  readonly replaced: Readonly<Record<string, string>>;
  /** On which it answers when it has started. */
  readonly port: number;
}

export interface RunningNginx {
  /** Its lines, and those of its logs. */
  log(): string;
  /** As `nginx -s reload`: takes up what its files hold now. */
  reload(): void;
  stop(): Promise<void>;
}

/** @throws Error with nginx' words where it refuses the configuration */
export async function startNginx({ directory, files, port, replaced }: NginxOptions): Promise<RunningNginx> {
  const sites = join(directory, 'conf.d');
  mkdirSync(sites, { recursive: true });
  // As root its workers are another account.
  chmodSync(directory, 0o755);
  const missing = new Set(Object.keys(replaced));
  for (const file of files) {
    let text = readFileSync(join(ROOT, file), 'utf8');
    for (const [from, to] of Object.entries(replaced)) {
      if (text.includes(from)) missing.delete(from);
      text = text.replaceAll(from, to);
    }
    writeFileSync(join(sites, file.replaceAll('/', '-')), text.replaceAll('/var/log/nginx', directory));
  }
  if (missing.size > 0) throw new Error(`nothing to replace: ${[...missing].join(', ')}`);
  const main = join(directory, 'nginx.conf');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${join(directory, name)};`)
    .join(' ');
  writeFileSync(
    main,
    `daemon off; worker_processes 1; pid ${join(directory, 'pid')}; error_log stderr warn;
events { worker_connections 512; }
http { ${temporary} include ${sites}/*.conf; }
`,
  );
  const words = ['-p', directory, '-c', main, '-e', 'stderr'];
  const child: ChildProcess = spawn(NGINX as string, words, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr?.on('data', (piece) => (said += piece));
  const lastResort = () => child.kill('SIGKILL');
  process.once('exit', lastResort);
  await eventually(async () => {
    if (child.exitCode !== null) throw new Error(`nginx ended:\n${said}`);
    return answers(port);
  });
  return {
    log: () =>
      said + ['alpr', 'alpr-error'].map((name) => readFileSync(join(directory, `${name}.log`), 'utf8')),
    reload: () => void child.kill('SIGHUP'),
    stop: async () => {
      process.off('exit', lastResort);
      if (child.exitCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const end = (is: boolean) => {
      socket.destroy();
      resolve(is);
    };
    socket.once('connect', () => end(true)).once('error', () => end(false));
  });
}
