/** `GET /v1/network/log-keys`: proves to other gateways which keys this log has had, so that they follow a change of keys. */
import type { Receipt } from '../../audit/receipt.ts';
import type { Queryable } from '../../database/queryable.ts';
import { json, type Route } from '../../http/routes/route.ts';
import { receipt } from '../../http/schemas/answers.ts';
import { list, object } from '../../http/schemas/shapes.ts';
import { admitted } from '../../sign-in/door.ts';
import type { SignInDeps } from '../../sign-in/require-administrator.ts';
import { findKeyEntries } from './entries-store.ts';

export interface LogKeyDeps extends SignInDeps {
  readonly pool: Queryable;
  readonly findReceipt: (index: number) => Promise<Receipt>;
}

export const logKeySteps = { $id: 'LogKeySteps', ...object({ receipts: list(receipt) }) };

export const LOG_KEY_ROUTES: readonly Route<LogKeyDeps>[] = [
  admitted(
    {
      method: 'get',
      path: '/v1/network/log-keys',
      id: 'listLogKeys',
      summary: 'The entries by which keys of this log came and ended, oldest first, each with its receipt.',
      scope: 'alpr.query',
      answers: { 200: json('Receipts; the detail of each names the keys.', logKeySteps) },
    },
    async (_asked, { findReceipt, pool }: LogKeyDeps) => ({
      receipts: await Promise.all((await findKeyEntries(pool)).map(findReceipt)),
    }),
  ),
];
