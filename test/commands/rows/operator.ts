/** What an operator types who sets up a real gateway, in this order, and when its keys are lost. */

/** Who types it: a superuser in psql (`sql`), the owner of the databases in a shell. */
export interface OperatorRow {
  readonly named: string;
  readonly sql?: true;
  /** Runs until it is stopped; here until it is ready, and then on. */
  readonly serves?: true;
  /** No node runs any more. */
  readonly stopped?: true;
  /** Matches the fault that the command is expected to find. */
  readonly finds?: RegExp;
}

export const OPERATOR: readonly OperatorRow[] = [
  { named: "CREATE ROLE alpr_owner LOGIN PASSWORD '…';", sql: true },
  { named: "CREATE ROLE reads_owner LOGIN PASSWORD '…';", sql: true },
  { named: 'CREATE DATABASE gateway OWNER alpr_owner;', sql: true },
  { named: 'CREATE DATABASE reads OWNER reads_owner;', sql: true },
  { named: 'CREATE ROLE gateway_app NOLOGIN;', sql: true },
  { named: 'CREATE ROLE reads_reader NOLOGIN;', sql: true },
  { named: 'npm run gateway -- migrate' },
  { named: 'npm run gateway -- register --help' },
  { named: "CREATE ROLE gateway LOGIN PASSWORD '…' IN ROLE gateway_app;", sql: true },
  { named: "CREATE ROLE gateway_reads LOGIN PASSWORD '…' IN ROLE reads_reader;", sql: true },
  { named: 'npm run gateway -- register registry.json --colorado' },
  // Of the guide's registry, nobody answers for the issuer.
  { named: 'npm run gateway -- doctor', finds: /✗ issuer-discovery: the issuer https:\/\/id\.example\.gov/ },
  { named: 'npm run gateway -- serve', serves: true },
  { named: 'PORT=8090 npm run gateway -- serve', serves: true },
  { named: 'LOG_ORIGIN=alpr.example.gov/log npm run gateway -- log key' },
  { named: 'npm run gateway -- log key' },
  {
    named:
      'npm run gateway -- witness --key witness-key.pem --state witness-state.json --port 7380 ' +
      '--name witness.example.gov/w1 --log alpr.example.gov/log+11ea43b5+Aa…',
    serves: true,
  },
  { named: 'npm run gateway -- log rotate begin' },
  { named: 'npm run gateway -- log rotate begin --confirm' },
  { named: 'npm run gateway -- log rotate cancel --confirm' },
  { named: 'npm run gateway -- log rotate begin' },
  { named: 'npm run gateway -- log rotate begin --confirm' },
  { named: 'npm run gateway -- log rotate finish' },
  { named: 'npm run gateway -- log rotate finish --confirm', stopped: true },
  { named: 'npm run gateway -- log rotate cancel --help' },
  { named: 'npm run gateway -- log adopt', stopped: true },
  { named: 'npm run gateway -- log adopt --confirm', stopped: true },
  {
    named:
      'OWNER_DATABASE_URL=postgres://… DATA_DIR=/var/lib/alpr ' +
      'LOG_ORIGIN=alpr.example.gov/log-2 npm run gateway -- log adopt --confirm',
    stopped: true,
  },
  { named: 'npm run gateway -- log adopt --help' },
];
