/** The steps of the reads' schema, in order. A merged step is never edited: write the next one. */
import type { Migration } from '../migration.ts';
import { up as createReads } from './001-reads.ts';
import { up as retentionClasses } from './040-retention-classes.ts';
import { up as orderOfTaking } from './041-order-of-taking.ts';
import { up as setAside } from './042-set-aside.ts';
import { up as pushedBy } from './043-pushed-by.ts';
import { up as purgePace } from './140-purge-pace.ts';

export const readsMigrations: readonly Migration[] = [
  { name: '001-reads', up: createReads },
  { name: '040-retention-classes', up: retentionClasses },
  { name: '041-order-of-taking', up: orderOfTaking },
  { name: '042-set-aside', up: setAside },
  { name: '043-pushed-by', up: pushedBy },
  { name: '140-purge-pace', up: purgePace },
];
