/** P4: whatever keeps an entry from being committed, nothing is sent, the node says so, and it recovers by itself. */
import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import pg from 'pg';
import { HEAD_LOCK_STATEMENT } from '../../gateway/audit/log-writer-store.ts';
import type { Client } from '../../gateway/cli/client/connect.ts';
import { demoQuery } from '../setup/demo/demo-query.ts';
import { useDemo } from '../setup/demo/use-demo.ts';
import { eventually } from '../setup/eventually.ts';

jest.setTimeout(120_000);

const fixture = useDemo();

let adams: Client;
beforeAll(async () => {
  adams = await fixture.demo.asOnce('adams');
});

const ask = () => adams.request('POST', '/v1/queries', demoQuery(adams, fixture.plate));

async function readiness(): Promise<{ status: number; failing?: string[] }> {
  const response = await fetch(`${fixture.demo.file.gateway}/readyz`);
  return { ...((await response.json()) as object), status: response.status };
}

/** Ms, on any machine. */
const RECOVERED_WITHIN = 40_000;

/** Without anybody's help. */
function recovers(): Promise<void> {
  const answers = async () => (await readiness()).status === 200 && (await ask()).status === 200;
  return eventually(answers, RECOVERED_WITHIN).catch((error) => {
    throw new Error(`not recovered: ${fixture.demo.output()}`, { cause: error });
  });
}

/** One look at the log serves all who ask within a second. */
async function becomesUnready(): Promise<void> {
  await eventually(async () => {
    const { failing, status } = await readiness();
    return status === 503 && failing !== undefined && failing.includes('log');
  });
}

async function as<T>(work: (owner: pg.Client) => Promise<T>): Promise<T> {
  const owner = new pg.Client({ connectionString: fixture.demo.file.databases.gatewayOwnerUrl });
  await owner.connect();
  try {
    return await work(owner);
  } finally {
    await owner.end();
  }
}

const logSize = () =>
  as(async (owner) =>
    Number((await owner.query('SELECT max(size) AS size FROM log_checkpoint')).rows[0].size),
  );

async function expectNothingSent(): Promise<void> {
  const { status, headers, body } = await ask();
  expect(status).toBe(503);
  expect(headers.get('retry-after')).toBe('1');
  expect(JSON.stringify(body)).not.toContain(fixture.plate);
  expect(body).not.toHaveProperty('reads');
  await becomesUnready();
}

/** A trigger that runs `action` in place of each entry. */
const trigger = (action: string) => ({
  begin: `
    CREATE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${action}; RETURN NEW; END $$;
    GRANT EXECUTE ON FUNCTION fault() TO PUBLIC;
    CREATE TRIGGER fault BEFORE INSERT ON log_entry FOR EACH ROW EXECUTE FUNCTION fault();`,
  end: 'DROP TRIGGER fault ON log_entry; DROP FUNCTION fault()',
});

/** What a probe rolls back still fits into the pages that are there; its entry has no text. */
const roomForProbesOnly = {
  begin: `
    CREATE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$;
    GRANT EXECUTE ON FUNCTION fault() TO PUBLIC;
    CREATE TRIGGER fault BEFORE INSERT ON log_entry FOR EACH ROW WHEN (NEW.entry <> '') EXECUTE FUNCTION fault();`,
  end: 'DROP TRIGGER fault ON log_entry; DROP FUNCTION fault()',
};

const raise = (code: string, message: string) =>
  trigger(`RAISE EXCEPTION '${message}' USING ERRCODE = '${code}'`);

describe('a fault in the commit releases nothing, and is over when its cause is', () => {
  test.each([
    ['a full disk', raise('53100', 'could not extend file: No space left on device')],
    ['a full disk that a probe still fits on', roomForProbesOnly],
    ['an I/O error', raise('58030', 'could not write block')],
    ['too little memory', raise('53200', 'out of memory')],
    [
      'a constraint that forbids the entry',
      {
        begin: 'ALTER TABLE log_entry ADD CONSTRAINT fault CHECK (index < 0) NOT VALID',
        end: 'ALTER TABLE log_entry DROP CONSTRAINT fault',
      },
    ],
    ['a lost connection in the middle', trigger('PERFORM pg_terminate_backend(pg_backend_pid())')],
    [
      'a privilege that was taken away',
      {
        begin: 'REVOKE EXECUTE ON FUNCTION append_log FROM gateway_app',
        end: 'GRANT EXECUTE ON FUNCTION append_log TO gateway_app',
      },
    ],
    [
      'a log without a partition for the day',
      {
        begin: 'ALTER TABLE audit_detail RENAME TO audit_detail_away',
        end: 'ALTER TABLE audit_detail_away RENAME TO audit_detail',
      },
    ],
  ])('%s', async (_what, { begin, end }) => {
    await recovers();
    const before = await logSize();
    await as((owner) => owner.query(begin));
    try {
      await expectNothingSent();
      expect(await logSize()).toBe(before);
    } finally {
      await as((owner) => owner.query(end));
    }
    await recovers();
  });

  test('a lock that somebody holds', async () => {
    await as(async (owner) => {
      await owner.query('BEGIN');
      await owner.query(HEAD_LOCK_STATEMENT);
      await expectNothingSent();
      await owner.query('ROLLBACK');
    });
    await recovers();
  });
});
