/** How the servers of the suite are set up: as gateway/docs/database.md says, but for times and places. */

export interface MemberConfig {
  readonly name: string;
  readonly dataDir: string;
  readonly postgresPort: number;
  readonly restPort: number;
  readonly etcdPort: number;
  readonly bin: string;
  readonly password: string;
  /** Directory that keeps every piece of the WAL. */
  readonly archive: string;
}

/** JSON is YAML. The times are the shortest that Patroni takes: `ttl` is at least 20. */
export function patroniConfig(member: MemberConfig): string {
  const { archive, bin, dataDir, etcdPort, name, password, postgresPort, restPort } = member;
  const access = [
    'local all all trust',
    'host all all 127.0.0.1/32 scram-sha-256',
    'host replication all 127.0.0.1/32 scram-sha-256',
  ];
  return JSON.stringify({
    scope: 'alpr',
    name,
    restapi: { listen: `127.0.0.1:${restPort}`, connect_address: `127.0.0.1:${restPort}` },
    etcd3: { host: `127.0.0.1:${etcdPort}` },
    bootstrap: {
      dcs: {
        ttl: 20,
        loop_wait: 1,
        retry_timeout: 3,
        primary_start_timeout: 0,
        synchronous_mode: true,
        synchronous_mode_strict: true,
        postgresql: {
          use_pg_rewind: true,
          parameters: {
            max_connections: 150,
            shared_buffers: '128MB',
            wal_log_hints: 'on',
            archive_mode: 'on',
            archive_command: `test -f ${archive}/%f || cp %p ${archive}/%f`,
            wal_keep_size: '512MB',
            wal_receiver_timeout: '5s',
            wal_sender_timeout: '5s',
          },
        },
      },
      initdb: [{ encoding: 'UTF8' }, { locale: 'C.UTF-8' }, 'data-checksums'],
      pg_hba: access,
    },
    postgresql: {
      listen: `127.0.0.1:${postgresPort}`,
      connect_address: `127.0.0.1:${postgresPort}`,
      data_dir: dataDir,
      bin_dir: bin,
      pg_hba: access,
      pgpass: `${dataDir}.pgpass`,
      authentication: {
        superuser: { username: 'postgres', password },
        replication: { username: 'replicator', password },
        rewind: { username: 'postgres', password },
      },
      parameters: { unix_socket_directories: '', log_min_error_statement: 'panic', jit: 'off' },
    },
  });
}

export interface RoutedMember {
  readonly name: string;
  readonly postgresPort: number;
  readonly restPort: number;
}

/** To the primary alone, as Patroni says which one that is; a lost one takes its connections with it. */
export function haproxyConfig(port: number, members: readonly RoutedMember[]): string {
  const servers = members.map(
    ({ name, postgresPort, restPort }) => `  server ${name} 127.0.0.1:${postgresPort} check port ${restPort}`,
  );
  return [
    'global',
    '  maxconn 500',
    'defaults',
    '  mode tcp',
    '  timeout connect 3s',
    '  timeout client 1h',
    '  timeout server 1h',
    'listen primary',
    `  bind 127.0.0.1:${port}`,
    '  option httpchk GET /primary',
    '  http-check expect status 200',
    '  default-server inter 1s fall 2 rise 1 on-marked-down shutdown-sessions',
    ...servers,
    '',
  ].join('\n');
}
