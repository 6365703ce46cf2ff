/** Signed in as the gateway's log-in, nobody changes the register of served process unseen. */
import { afterAll, beforeAll, describe, test } from '@jest/globals';
import { type Administration, startAdministration } from '../../setup/administration.ts';
import { refused } from './role-cannot.ts';

let admin: Administration;
let open: string;
let done: string;

const cannot = (...statements: Parameters<typeof refused>[1][]) => refused(admin.pool, ...statements);

beforeAll(async () => {
  admin = await startAdministration();
  const register = async () =>
    (
      await admin.call('counsel', 'POST', '/v1/processes', {
        ...{ kind: 'subpoena', issuer: 'District Court', servedAt: '2026-01-02', scope: {} },
        duties: [{ duty: 'answer', by: '2026-01-09' }],
      })
    ).body.id;
  [open, done] = [await register(), await register()];
  await admin.call('counsel', 'POST', `/v1/processes/${done}/duties/answer/done`);
});
afterAll(() => admin.close());

const insert = (columns: string, values: string): [string, unknown[]] => [
  `INSERT INTO served_process (kind, issuer, served_at, persons, plates, registered_by${columns})
   VALUES ('subpoena', 'x', now(), '{}', '{}', $1${values})`,
  [admin.persons.counsel],
];

describe('a served process', () => {
  test('is not registered without an entry, nor by the word of another role', async () => {
    await cannot(insert('', ''));
    await cannot([insert('', '')[0], [admin.persons['admin-1']]]);
  });

  test('is not registered as refused, but for an administrative warrant, which is not registered otherwise', async () => {
    await cannot(insert(', refused_by, refused_at, refused_reason', ", $1, now(), 'x'"));
    const [text, values] = insert('', '');
    await cannot([text.replace("'subpoena'", "'administrative_warrant'"), values]);
  });

  test.each([
    `UPDATE served_process SET refused_by = registered_by, refused_at = now(), refused_reason = 'x' WHERE id = $1`,
    `UPDATE served_process SET issuer = 'x' WHERE id = $1`,
    `UPDATE process_duty SET done_at = now(), done_by = (SELECT registered_by FROM served_process WHERE id = $1) WHERE process_id = $1`,
    `UPDATE process_duty SET due_at = now() + interval '1 year' WHERE process_id = $1`,
    'DELETE FROM process_duty WHERE process_id = $1',
    'DELETE FROM served_process WHERE id = $1',
    `INSERT INTO process_duty (process_id, duty, due_at) VALUES ($1, 'notify_person', now())`,
  ])('is not changed by: %s', async (statement) => {
    await cannot([statement, [open]]);
  });

  test('stays done', async () => {
    await cannot(['UPDATE process_duty SET done_at = NULL, done_by = NULL WHERE process_id = $1', [done]]);
    await cannot(['UPDATE process_duty SET note = $2 WHERE process_id = $1', [done, 'other']]);
  });
});
