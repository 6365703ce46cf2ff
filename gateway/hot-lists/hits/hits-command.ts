/** `hits`: reads that match a hot list, for the owner's people; a partner is given its own, each as a release. */
import { Command } from 'commander';
import { utcSecond } from '../../../sharing-rules/terms/utc-day.ts';
import type { Receipt } from '../../audit/receipt.ts';
import type { Connect } from '../../cli/client/connect.ts';
import { searchOf } from '../../cli/client/read-pages.ts';
import { dayOrTime } from '../../cli/day-or-time.ts';
import { wholeBetween } from '../../cli/number-between.ts';
import { printResult } from '../../cli/print-result.ts';
import { PLAIN_WIDTH, tableOf } from '../../cli/table-of.ts';
import { wrapped } from '../../cli/wrapped.ts';
import { checkReceipt } from '../../query/check-receipt.ts';
import type { CommonOptions } from '../lists/list-view.ts';

interface HitView {
  readonly hitId: string;
  readonly status: string;
  /** Only a look-alike plate matches. */
  readonly verify: boolean;
  readonly list: string;
  readonly reads: readonly {
    readonly capturedAt: string;
    readonly plate: string;
    readonly plateState: string | null;
    readonly camera: { readonly name: string };
  }[];
  /** Of a partner's. */
  readonly receipt?: Receipt;
}

/** The gateway gives no more at once. */
const MOST = 50;

const VERIFY =
  'Each is unconfirmed until a person has verified plate, state and status by sight and through dispatch (Policy 420).';

export function hitsCommand(connect: Connect): Command {
  return new Command('hits')
    .description('reads that match a hot list, newest first; looking at them is logged')
    .option('--since <time>', 'captured since, e.g. 2026-06-01', dayOrTime)
    .option('--limit <hits>', `at most ${MOST}`, wholeBetween(1, MOST), 20)
    .option('--as <client>', 'client to ask as; a partner is given its own, and each is a release')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', '\nExample:\n  npm run gateway -- hits --limit 10')
    .action(async ({ as, json, limit, since }: CommonOptions & { since?: string; limit: number }) => {
      const client = await connect(as);
      // A day begins at midnight, UTC.
      const from = since && new Date(since).toISOString();
      const path = `/v1/hits${searchOf({ since: from, limit: String(limit) })}`;
      const found = await client.call<{ hits: readonly HitView[] }>('GET', path);
      for (const { reads, receipt, ...hit } of found.hits) {
        if (receipt !== undefined) checkReceipt({ ...hit, reads, receipt }, client.logKey);
      }
      printResult(found, json === true, () => describeHits(found.hits, limit));
    });
}

function describeHits(hits: readonly HitView[], limit: number): string {
  const table = tableOf(
    ['captured (UTC)', 'plate', 'list', 'status', 'camera'],
    hits.flatMap(({ list, reads, status, verify }) =>
      reads.map(({ camera, capturedAt, plate, plateState }) => [
        utcSecond(capturedAt),
        `${plate} ${plateState ?? ''}`.trim(),
        list,
        verify ? `${status}, look-alike` : status,
        camera.name,
      ]),
    ),
  );
  if (hits.length === 0) return table;
  const more = hits.length < limit ? [] : [`the newest ${limit}; of more, --limit and --since choose`];
  return [table, ...more, wrapped(VERIFY, process.stdout.columns ?? PLAIN_WIDTH)].join('\n');
}
