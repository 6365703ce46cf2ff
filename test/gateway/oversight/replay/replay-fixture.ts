/** A log with decisions of every kind, and auditors who replay it as they do: by the command, over HTTP. */
import { randomBytes } from 'node:crypto';
import { appendEvents } from '../../../../gateway/audit/append-events.ts';
import { createCheckpointSigner, generateLogKey } from '../../../../gateway/audit/checkpoint-signer.ts';
import type { AuditEvent } from '../../../../gateway/audit/seal-events.ts';
import { inTransaction } from '../../../../gateway/database/db-transaction.ts';
import { replayCommand } from '../../../../gateway/oversight/replay/replay-command.ts';
import type { CommitDeps } from '../../../../gateway/release/commit/commit-releases.ts';
import { createHistoryCoder } from '../../../../gateway/release/facts/history-codes.ts';
import type { PendingQuery } from '../../../../gateway/release/facts/pending-query.ts';
import { HeadWitness } from '../../../../gateway/release/lease/head-witness.ts';
import { screen } from '../../../../sharing-rules/narrative/screen.ts';
import type { Query } from '../../../../sharing-rules/terms/query.ts';
import { type Administration, startAdministration } from '../../../setup/administration.ts';
import { plateKeys } from '../../../setup/administration-app.ts';
import { endOfCommand } from '../../../setup/commands/run-command.ts';
import { connectTo } from '../../../setup/connect-to.ts';
import { sampleGrant } from '../../../setup/database/sample-grant.ts';
import { PARTNER, pendingQuery, stolenVehicleQuery } from '../../../setup/database/sharing-fixture.ts';
import { openQueue, type PatientQueue } from '../../../setup/patient-queue.ts';
import { testLimits } from '../../../setup/test-limits.ts';

export interface ReplayFixture {
  readonly admin: Administration;
  /** Commits what was asked. Resolves to the index of its entry. @param revision of the rules that the entry names */
  commit(pending: PendingQuery, revision?: string): Promise<number>;
  ask(query?: Partial<Query>, changes?: object, revision?: string): Promise<number>;
  pending(query?: Partial<Query>, changes?: object): PendingQuery;
  /** The texts of an entry's details, as they are kept. */
  details(index: number): Promise<{ asker: Record<string, unknown>; owner: Record<string, unknown> }>;
  /** Logs it as the commit would. Resolves to its index. */
  append(event: Pick<AuditEvent, 'kind' | 'effect' | 'asker' | 'owner'>): Promise<number>;
  /** What the command says, and with which code it ends. */
  replay(line: string): Promise<{ readonly said: string; readonly code: unknown }>;
  close(): Promise<void>;
}

export async function startReplays(): Promise<ReplayFixture> {
  const admin = await startAdministration();
  const partner = await admin.register(PARTNER, { class: 'sheriff' });
  const grant = sampleGrant(PARTNER, { dataClasses: ['reads', 'hits', 'hot_lists'], dailyRecords: 5_000 });
  const { id } = (await admin.call('admin-1', 'POST', '/v1/grants', grant)).body;
  await admin.call('admin-2', 'POST', `/v1/grants/${id}/approve`);
  const queues = new Map<string, PatientQueue>();
  const queueOf = (revision: string) => {
    const queue =
      queues.get(revision) ?? openQueue({ url: admin.gatewayUrl, connections: 1 }, depsOf(admin, revision));
    queues.set(revision, queue);
    return queue;
  };
  const newest = async () => (await admin.entries()).length - 1;
  const fixture: ReplayFixture = {
    admin,
    commit: async (pending, revision = 'test') => {
      await queueOf(revision).commit(pending);
      return newest();
    },
    ask: (query, changes, revision) => fixture.commit(fixture.pending(query, changes), revision),
    pending: (changes = {}, more = {}) => {
      const query = stolenVehicleQuery(changes);
      return pendingQuery(partner.id, { query, findings: screen(query.purpose), ...more });
    },
    details: async (index) => {
      const { rows } = await admin.pool.query(
        'SELECT asker_detail, owner_detail FROM audit_detail WHERE index = $1',
        [index],
      );
      return { asker: JSON.parse(rows[0].asker_detail), owner: JSON.parse(rows[0].owner_detail) };
    },
    append: async (event) => {
      const whole = { ...event, agency: partner, grant: id, mark: false };
      await inTransaction(admin.pool, (trx) => appendEvents(trx, [whole]));
      return newest();
    },
    replay: (line) => endOfCommand(replayCommand(connectTo(() => admin)), line),
    close: async () => {
      for (const queue of queues.values()) await queue.close();
      await admin.close();
    },
  };
  return fixture;
}

function depsOf(admin: Administration, rulesRevision: string): CommitDeps {
  return {
    ...{ owner: admin.owner, limits: testLimits(), rulesRevision, refusalsPerDay: 1_000_000, plateKeys },
    codeHistory: createHistoryCoder(plateKeys(randomBytes(4).toString('hex'))),
    signer: createCheckpointSigner('test.example/log', generateLogKey()),
    witness: new HeadWitness(),
  };
}
