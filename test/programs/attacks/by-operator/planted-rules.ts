/** Anyone who has the gateway's own log-in, and psql: rules of their own, and an entry that names them, for the next replay. */
import { createHash, randomUUID } from 'node:crypto';
import { appendEvents } from '../../../../gateway/audit/append-events.ts';
import type { AuditEvent } from '../../../../gateway/audit/seal-events.ts';
import { connectPool } from '../../../../gateway/database/db.ts';
import { inTransaction } from '../../../../gateway/database/db-transaction.ts';
import { type Attack, control } from '../attack.ts';
import { ask, describe, readsIn } from '../scene/ask.ts';
import { ADAMS } from '../scene/cast.ts';
import { holdsWhileRunning } from '../scene/programs.ts';
import { queryBody } from '../scene/query-body.ts';
import type { OwnGateway } from '../scene/scene.ts';

/** Opens the inspector of whoever runs it, in which all that the node holds can be read: the log's private key too. */
const PLANTED = `export function decideAgain() {
  process.kill(process.ppid, 'SIGUSR1');
  return { effect: 'deny', reasons: [], obligations: [] };
}`;

/** Ms in which a node would say that its inspector is open. */
const SAID_WITHIN = 2_000;

export const attack: Attack = {
  tries:
    "the gateway's database role adds rules of its own to the database, for an auditor's replay to run in the node",
  run: async (scene) => {
    const target = await scene.gateway();
    const query = queryBody({ ori: ADAMS, plate: target.plates[0] as string });
    const released = await ask(target.url, target.as('adams'), 'POST', '/v1/queries', query);
    control(readsIn(released) > 0, `nothing is released: ${describe(released)}`);
    const honest = await replayed(target, released.body.receipt.index);
    control(honest.same === 1, `an honest decision is not replayed: ${JSON.stringify(honest)}`);
    const ran = (await replayed(target, await plant(target))).same === 1;
    const { program } = target.node;
    const opened = await holdsWhileRunning(
      program,
      () => /debugger|inspector/i.test(program.output()),
      SAID_WITHIN,
    );
    return {
      refused: !ran && !opened,
      seen: `rules from the database ${ran ? 'were run' : 'were not run'}; the node's inspector ${opened ? 'was opened' : 'stayed shut'}`,
    };
  },
};

async function replayed({ as, url }: OwnGateway, index: number): Promise<{ same?: number }> {
  const { text } = await ask(url, as('an-auditor'), 'GET', `/v1/audit/replay?index=${index}`);
  return JSON.parse(text.trim().split('\n').at(-1) as string);
}

/** @returns the log index of an entry that names the planted rules, and says what these alone decide */
async function plant({ databases }: OwnGateway): Promise<number> {
  const code = Buffer.from(`decide-again.js\0${Buffer.byteLength(PLANTED)}\0${PLANTED}`);
  const revision = createHash('sha256').update(code).digest('hex');
  const role = connectPool(databases.gatewayUrl, { applicationName: 'attack' });
  try {
    const { rows } = await role.query('SELECT id, ori FROM agency WHERE ori = $1', [ADAMS]);
    await role.query('INSERT INTO kept_rules (revision, code) VALUES ($1, $2)', [revision, code]);
    const [id, purpose] = [randomUUID(), 'stolen_vehicle'];
    const event: AuditEvent = {
      ...{ kind: 'refusal', effect: 'deny', agency: rows[0], grant: null, mark: false },
      asker: { id, purpose: { code: purpose }, reasons: [] },
      owner: { input: {}, obligations: [], rulesRevision: revision },
    };
    const { sealed } = await inTransaction(role, (trx) => appendEvents(trx, [event]));
    return sealed[0]?.index as number;
  } finally {
    await role.end();
  }
}
