/** The end of an exchange, of either side: one operation for what two folders do. */
import { json, type Route } from '../http/routes/route.ts';
import { admitted } from '../sign-in/door.ts';
import { removedPush } from './delivery/delivery.schema.ts';
import { endPush } from './delivery/push-routes.ts';
import type { ExchangeDeps } from './lists/exchange-deps.ts';
import { removedSource } from './sources/source.schema.ts';
import { endSource } from './sources/source-routes.ts';

const END = { sources: endSource, pushes: endPush };

/**
 * The path `/v1/hot-lists/{collection}/{id}` is written so that it cannot be confused with
 * `/v1/hot-lists/{id}/entries` by a reader of templates.
 */
export const EXCHANGE_ROUTES: readonly Route<ExchangeDeps>[] = [
  admitted(
    {
      method: 'delete',
      path: '/v1/hot-lists/{collection}/{id}',
      id: 'endHotListExchange',
      action: 'end_exchange',
      choices: { collection: ['sources', 'pushes'] },
      summary:
        'From `sources`: fetch no more; the list stays as it is. From `pushes`: push no more; after the answer nothing more ' +
        'of it leaves.',
      answers: { 200: json('Gone.', { anyOf: [removedSource, removedPush] }) },
    },
    async (asked, deps: ExchangeDeps) => END[asked.params.collection](asked, deps),
  ),
];
