/** A closed list stands once in the rules; what the database lets in is that list, to the word. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AGENCY_STATUSES, DATA_CLASSES, GRANT_STATUSES } from '../../../sharing-rules/terms/agency.ts';
import { AGENCY_CLASSES } from '../../../sharing-rules/terms/agency-classes.ts';
import { ROLES } from '../../../sharing-rules/terms/roles.ts';
import {
  EXIGENT_STATUSES,
  HELD_STATUSES,
  IDENTITY_STATUSES,
  REPORT_OUTCOMES,
  REPORT_STATES,
} from '../../../sharing-rules/terms/statuses.ts';
import { createTestRegistry, type TestRegistry } from '../../setup/database/test-registry.ts';

let registry: TestRegistry;
beforeAll(async () => {
  registry = await createTestRegistry('https://issuer.test');
});
afterAll(() => registry.close());

/** The words of the check that lists what a column may hold. */
async function wordsOf(table: string, column: string): Promise<string[]> {
  const { rows } = await registry.pool.query(
    `SELECT pg_get_constraintdef(c.oid) AS definition FROM pg_constraint c
     JOIN pg_attribute a ON a.attrelid = c.conrelid AND c.conkey = ARRAY[a.attnum]
     WHERE c.contype = 'c' AND c.conrelid = $1::regclass AND a.attname = $2`,
    [table, column],
  );
  const lists = rows
    .map(({ definition }) => definition as string)
    .filter((definition) => /= ANY|<@/.test(definition));
  expect(lists).toHaveLength(1);
  return [...(lists[0] as string).matchAll(/'([^']*)'::text/g)].map(([, word]) => word as string);
}

const NEVER_SUSPENDED = IDENTITY_STATUSES.filter((status) => status !== 'suspended');

describe('the words that the database lets in', () => {
  test.each<[string, string, readonly string[]]>([
    ['agency', 'status', AGENCY_STATUSES],
    ['agency', 'class', AGENCY_CLASSES.map((rule) => rule.class)],
    ['sharing_grant', 'status', GRANT_STATUSES],
    ['sharing_grant', 'data_classes', DATA_CLASSES],
    // A client is suspended with the person whom it acts for.
    ['client_registration', 'status', NEVER_SUSPENDED],
    ['person', 'status', IDENTITY_STATUSES],
    ['identity_issuer', 'status', NEVER_SUSPENDED],
    ['person', 'roles', ROLES],
    ['held_query', 'status', HELD_STATUSES],
    ['exigent_release', 'status', EXIGENT_STATUSES],
    ['misuse_report', 'state', REPORT_STATES],
    ['misuse_report', 'outcome', REPORT_OUTCOMES],
  ])('of `%s.%s` are those of the rules', async (table, column, words) => {
    expect((await wordsOf(table, column)).sort()).toEqual([...words].sort());
  });
});
