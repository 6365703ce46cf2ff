/** A run of `judge` for a person: the table by group, the misses with their words, and what has changed. */
import Table from 'cli-table3';
import type { Row } from '../support/bench.ts';
import { inWords } from './runs.ts';

function tableOf(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const shown = new Table({ head: [...head], style: { head: [], border: [] }, wordWrap: true });
  for (const row of rows) shown.push([...row]);
  return shown.toString();
}

const shown = (value: Row[string] | undefined) =>
  typeof value === 'string' || typeof value === 'number' ? value : '';

const answerOf = ({ effect, reasons }: Row) =>
  inWords({ effect, reasons } as { effect: 'permit'; reasons: string });

const SHARES = ['lines', 'permit', 'review', 'deny', 'permitShare', 'reviewShare', 'denyShare'] as const;

function section(title: string, head: readonly string[], rows: readonly (readonly (string | number)[])[]) {
  return rows.length === 0 ? [] : [`${title}: ${rows.length}`, tableOf(head, rows)];
}

/** @param rows as the run reported them, the summary last */
export function describeRun(rows: readonly Row[]): string {
  const groups = rows.filter(({ share }) => share === 'by group');
  const misses = rows.filter(({ asLabelled, was }) => asLabelled === false && was === undefined);
  const unread = rows.filter(({ unreadable, text, line }) => line && text === undefined && unreadable);
  const changed = rows.filter(({ was }) => was !== undefined);
  const { name: _, ...summary } = rows.at(-1) ?? {};
  return [
    tableOf(
      ['group', 'lines', 'permit', 'held', 'deny', 'permitted', 'held', 'denied'],
      groups.map((row) => [shown(row.group), ...SHARES.map((member) => shown(row[member]))]),
    ),
    ...section(
      'not as labelled',
      ['line', 'group', 'label', 'answer', 'text', 'words'],
      misses.map((row) => [
        ...[shown(row.line), shown(row.group), shown(row.verdict), answerOf(row)],
        ...[shown(row.text), shown(row.found)],
      ]),
    ),
    ...section(
      'not read',
      ['line', 'why'],
      unread.map(({ line, unreadable }) => [shown(line), shown(unreadable)]),
    ),
    ...section(
      'answered otherwise than in the run before',
      ['line', 'group', 'text', 'was', 'is', 'loosened'],
      changed.map((row) => [
        ...[shown(row.line), shown(row.group), shown(row.text), shown(row.was), answerOf(row)],
        row.loosened === true ? 'yes' : '',
      ]),
    ),
    tableOf(
      ['summary', ''],
      Object.entries(summary).map(([name, value]) => [name, value === null ? 'none' : String(value)]),
    ),
  ].join('\n');
}
