/** Installs what a suite needs of Debian, as root, or names it. */
import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { promisify } from 'node:util';

/** Where Debian puts the servers of this version. */
export const POSTGRES_BIN = '/usr/lib/postgresql/17/bin';

/** By package, one file of it. */
type Packages = Readonly<Record<string, string>>;

export const FOR_FAILOVER: Packages = {
  'postgresql-17': `${POSTGRES_BIN}/postgres`,
  patroni: '/usr/bin/patroni',
  'python3-etcd': '/usr/lib/python3/dist-packages/etcd/__init__.py',
  'etcd-server': '/usr/bin/etcd',
  haproxy: '/usr/sbin/haproxy',
  pgbouncer: '/usr/sbin/pgbouncer',
};

export const FOR_UPGRADE: Packages = { 'nginx-light': '/usr/sbin/nginx', openssl: '/usr/bin/openssl' };

/** Packages that are missing here. */
export const missingPackages = (wanted: Packages): string[] =>
  Object.entries(wanted).flatMap(([name, path]) => (existsSync(path) ? [] : [name]));

/**
 * Services are not started: the suite starts servers of its own, in a directory of its own.
 * @throws Error that names what to install
 */
export async function requirePackages(wanted: Packages, progress: (words: string) => void): Promise<void> {
  const missing = missingPackages(wanted);
  if (missing.length === 0) return;
  const command = `apt-get install --yes ${missing.join(' ')}`;
  if (userInfo().uid !== 0 || spawnSync('apt-get', ['--version']).status !== 0) {
    throw new Error(`${missing.join(', ')} not found; next, as root on Debian 13: ${command}`);
  }
  progress(`installing ${missing.join(', ')}`);
  // The maintainer's scripts ask this whether they may start what they install.
  const policy = '/usr/sbin/policy-rc.d';
  const isOurs = !existsSync(policy);
  const quiet = isOurs ? `printf '#!/bin/sh\\nexit 101\\n' >${policy}; chmod 755 ${policy};` : '';
  const tidy = isOurs ? `rm -f ${policy};` : '';
  // Nor is a cluster made of the distribution's own.
  const script = `${quiet} mkdir -p /etc/postgresql-common/createcluster.d
    echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.d/alpr-failover.conf
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive ${command} -qq; code=$?; ${tidy} exit $code`;
  await promisify(execFile)('sh', ['-c', script], { maxBuffer: 64 * 2 ** 20 }).catch((error) => {
    throw new Error(`could not install ${missing.join(', ')}: ${String(error.stderr).slice(-2_000)}`);
  });
}
