/** The whole table: which command is run by which file of tests. */
import { DEPARTMENT } from './department.ts';
import { NEWCOMER } from './newcomer.ts';
import { OPERATOR } from './operator.ts';
import { OVERSIGHT } from './oversight.ts';

export const EVERY_ROW: readonly { readonly named: string }[] = [
  ...NEWCOMER,
  ...OVERSIGHT,
  ...DEPARTMENT,
  ...OPERATOR,
];
