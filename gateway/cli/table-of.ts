/** Tables for people, without colours, so that they can be copied into a report. */
import Table from 'cli-table3';

/** An empty table says so in words. */
export function tableOf(head: readonly string[], rows: readonly (readonly unknown[])[]): string {
  if (rows.length === 0) return 'nothing found';
  const table = new Table({ head: [...head], style: { head: [], border: [] } });
  for (const row of rows) table.push(row.map((cell) => String(cell ?? '')));
  return table.toString();
}
