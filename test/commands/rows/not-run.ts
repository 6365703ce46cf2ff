/** What is named, and not run by a test; each with its reason. */
export const NOT_RUN: Readonly<Record<string, string>> = {
  'npm ci': 'installs packages; `.ci/run` begins with it',
  'npm start -- --peer': 'takes two demos; test/demo/peer.test.ts starts them',
  'npm start -- --history': 'takes half a minute; test/gateway/demo/history.test.ts makes a shorter one',
  'npm test': 'is what runs this',
  'npm run check': 'formats, types and denials of all files: `.ci/run` runs it before the tests',
  'npm run compose:verify':
    'writes a file of the project; test/gateway/pages/verify/verify-program.test.ts makes the same and compares',
  'npm run test:rules': 'runs tests that `npm test` runs too',
  'npm test -- test/programs/oracle': 'is a part of what runs this',
  'npm run test:slow': '`.ci/run` runs those of its tests whose sources were changed',
  'npm run test:slow -- --changed': 'as `npm run test:slow`',
  'npm test -- test/deploy': 'is among the slow tests',
  'npm run test:mutation': 'takes three minutes; its parts are in test/programs/mutation',
  'npm run learn:weights': 'writes a file of the project; test/programs/weights learns the same and compares',
  'npm run test:faults': 'takes eight minutes; test/programs/faults/faults.test.ts is its short version',
  'npm run test:failover':
    'takes a quarter of an hour; test/gateway/database/held-commits.test.ts is its short version',
  "ALTER ROLE gateway_reads SET TimeZone = 'UTC';": 'for PgBouncer, through which `test:failover` asks',
  "ALTER ROLE gateway_reads SET plan_cache_mode = 'force_generic_plan';": 'as before',
  "ALTER ROLE gateway_reads SET statement_timeout = '10s';": 'as before',
  'npx biome check --write .': 'changes the files of the project',
  'npm run test:attacks': 'takes three minutes; test/programs/attacks/attacks.test.ts runs its parts',
  'npm run test:tamper': 'takes five minutes; test/programs/tamper/tamper.test.ts holds its list',
  'npm run test:liar':
    'takes two minutes; test/programs/network-liar/network-liar.test.ts runs all of it, as a slow test',
  'npm run test:contract':
    'takes five minutes, and installs its tools; test/gateway/http/openapi/lint.test.ts is its short version',
  'npm run gateway -- peers test CO0010100':
    'needs a second gateway; test/gateway/network/peer-test runs its parts',
  'npm run gateway -- peers test': 'as before',
  'npx tsx test/programs/network-growth/main.ts':
    'takes a minute; test/programs/network-growth/simulate-network.test.ts is its short version',
  'npm run screenshots': 'takes a running demo with a browser; a person looks at what it makes',
  'npm run bench -- <name> --json': 'the form of what measures, for minutes',
  'pg_dump --format=custom --file=gateway.dump "$OWNER_DATABASE_URL"':
    'needs programs of the same PostgreSQL version as the tests’ server; followed by hand on PostgreSQL 15',
  'pg_dump --format=custom --file=reads.dump "$OWNER_READS_DATABASE_URL"': 'as for the other database',
  'pg_restore --list gateway.dump > /dev/null': 'as for `pg_dump`',
  'pg_restore --list reads.dump > /dev/null': 'as for `pg_dump`',
  'pg_restore --exit-on-error --dbname="$OWNER_DATABASE_URL" gateway.dump': 'as for `pg_dump`',
  'pg_restore --exit-on-error --dbname="$OWNER_READS_DATABASE_URL" reads.dump': 'as for `pg_dump`',
  'docker compose run --rm prepare':
    'needs a container engine; test/deploy/from-nothing.test.ts carries out its steps without one',
  'SECRETS_DIR=.data/trial PUBLIC_URL=http://127.0.0.1:8080 ISSUER_URL=http://127.0.0.1:8081 LOG_ORIGIN=alpr.example.gov/log DATA_DIR=/var/lib/alpr node dist/gateway/demo/trial/prepare-trial.js':
    'test/deploy/trial-issuer.test.ts carries it out, with another directory and other ports',
  'ISSUER_FILE=.data/trial/issuer PORT=8081 DATA_DIR=.data/trial node dist/gateway/demo/trial/serve-trial-issuer.js':
    'as for `prepare-trial.js`',
  'docker compose up --build --detach --wait': 'as for `prepare`',
  'docker compose run --rm commands': 'as for `prepare`: the beginning of a command',
  'docker compose run --rm commands sign-in --device': 'as for `prepare`',
  'docker compose run --rm commands agencies change CO0010000 --status active --roster 25 --reason "confirmed by telephone" --as jane':
    'as for `prepare`',
  'systemctl enable --now alpr-gateway@8080': 'needs systemd; test/deploy/systemd.test.ts reads the unit',
  'systemctl enable --now alpr-gateway@8090': 'as for the first node',
  "CREATE ROLE gateway_2 LOGIN PASSWORD '…' IN ROLE gateway_app;":
    'test/deploy/from-nothing.test.ts does it while a partner asks',
  'DROP ROLE gateway;': 'as for the second log-in',
  'npm run test:network':
    'takes a quarter of an hour; test/programs/network-faults/check-logs.test.ts shows how it judges',
  'npm run test:soak': 'takes two hours; test/programs/soak/judge-samples.test.ts shows how it judges',
  'npm run test:upgrade': 'takes more than a minute; test/programs/upgrade holds its parts',
  'npm run build': '`npm start` begins with it, and test/deploy/image.test.ts',
  'npm run gateway -- ask DEMO001 --at CO0010300 CO0010100':
    'needs a second gateway; test/demo/peer.test.ts asks both',
  'npm run gateway -- grant show CO0010100': 'as before, for a grant under an agreement',
  'npm run gateway -- ask --collect <askId>':
    'needs a second gateway; test/gateway/network/asks/ask-command.test.ts types it',
  'npm run gateway -- <command>': 'the form of all commands',
  'npm run --silent gateway -- … --json': 'the form of all commands for programs',
};
