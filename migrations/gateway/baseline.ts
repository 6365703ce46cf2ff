/**
 * The gateway's schema as it stood after step 171, in plain SQL, a file for each idea: what a fresh database begins with,
 * in place of the 77 steps by which older ones came to the same and to three tables that step 180 takes away. Steps after
 * it are TypeScript beside this file.
 */
import { readFileSync } from 'node:fs';
import type { Knex } from 'knex';
import { ensureGroupRole } from '../ensure-group-role.ts';

/** In this order, since each builds on those before: tables by idea, then who may do what with them. */
const FILES = [
  ...[
    'registry',
    'registry-changes',
    'persons',
    'log',
    'log-details',
    'sharing',
    'nodes',
    'log-keys',
    'releases',
  ],
  ...[
    'hot-lists',
    'misuse',
    'reads-sources',
    'transparency',
    'guards',
    'told-in-log',
    'two-people',
    'privileges',
  ],
];

export async function up(knex: Knex): Promise<void> {
  await ensureGroupRole(knex, 'gateway_app');
  for (const name of FILES) {
    await knex.raw(readFileSync(new URL(`./baseline/${name}.sql`, import.meta.url), 'utf8'));
  }
}
