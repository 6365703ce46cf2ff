/** A worker as a process of its own: a node with its lease, its jobs and nothing else. */
import { randomBytes } from 'node:crypto';
import { createCheckpointSigner, generateLogKey } from '../../../../gateway/audit/checkpoint-signer.ts';
import { createPlateKeys } from '../../../../gateway/audit/plate-hmac.ts';
import { connectPool } from '../../../../gateway/database/db.ts';
import { Notices } from '../../../../gateway/database/notices.ts';
import { startHotLists } from '../../../../gateway/hot-lists/start-hot-lists.ts';
import { checkReads, connectReads } from '../../../../gateway/reads/reads-store.ts';
import { CommitQueue } from '../../../../gateway/release/commit/commit-queue.ts';
import { previewer } from '../../../../gateway/release/commit/preview.ts';
import { createHistoryCoder } from '../../../../gateway/release/facts/history-codes.ts';
import { startNode } from '../../../../gateway/release/lease-node.ts';
import { limitsOf } from '../../../../gateway/settings/limits.ts';
import type { Ori } from '../../../../sharing-rules/terms/agency.ts';
import { ENDPOINT_KEY } from '../../../gateway/hot-lists/lists/partner-server.ts';

const { DATABASE_URL: url = '', READS_DATABASE_URL: readsUrl = '', REDIS_URL: redisUrl = '' } = process.env;
const log = {
  warn: () => undefined,
  error: (fields: object, message: string) => process.stderr.write(`${message} ${JSON.stringify(fields)}\n`),
};
const pool = connectPool(url, { applicationName: 'worker' });
const readsPool = connectReads(readsUrl);
const notices = await Notices.open(url);
const node = await startNode({ url, notices, pool, log });
const plateKeys = createPlateKeys(randomBytes(32));
const deps = {
  owner: 'CO0010300' as Ori,
  limits: limitsOf({
    retentionDays: 30,
    agencyRecordsPerDay: 1_000_000,
    officerRecordsPerDay: 1_000_000,
    officerQueriesPerDay: 1_000_000,
    patternQueriesPerDay: 1_000_000,
    agencyHeldQueries: 1_000_000,
    attestationDays: 365,
    windowWithoutIncident: 'note',
    warrantAfterHours: null,
  }),
  rulesRevision: 'test',
  refusalsPerDay: 1_000_000,
  plateKeys,
  codeHistory: createHistoryCoder(plateKeys('history')),
  signer: createCheckpointSigner('log.test/alpr', generateLogKey()),
  witness: node.witness,
};
const commits = new CommitQueue({ url, connections: 2 }, deps);
const signIn = () => Promise.reject(new Error('nobody signs in here'));
await startHotLists({
  pool,
  mailNotice: async () => undefined,
  reportMisuse: async () => undefined,
  notices,
  databaseUrl: url,
  vendor: null,
  readsPool,
  checkReads: () => checkReads(readsPool),
  redisUrl,
  commit: commits.commit,
  preview: previewer(pool, deps),
  inFlight: node.inFlight,
  retentionDays: 30,
  rulesRevision: 'test',
  outbound: { allow: ['127.0.0.0/8'] },
  hotListDir: null,
  credentialsDir: '/nonexistent',
  endpointKey: ENDPOINT_KEY,
  publicUrl: 'https://gateway.test',
  leaseMs: 2_000,
  findReceipt: () => Promise.reject(new Error('nobody asks here')),
  now: Date.now,
  signIn,
  secondFactor: 'off',
  lowering: { pool, draining: pool, signIn, signInAhead: signIn, secondFactor: 'off' },
  limitRate: () => Promise.reject(new Error('nobody asks here')),
  log,
});
process.stdout.write('ready\n');
