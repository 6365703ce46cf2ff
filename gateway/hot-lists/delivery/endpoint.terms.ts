/** The one term of an endpoint, where a partner is told, for the API, the commands and the pages. */
import type { Terms } from '../../http/schemas/terms.ts';
import { address } from '../lists/exchange.schema.ts';

export const ENDPOINT_TERMS = {
  url: {
    shape: address,
    label: 'Address',
    hint: 'Begins with https://. With another address than before, what goes there ends.',
    flag: '--url <url>',
    option: 'https address that takes the deliveries',
  },
} as const satisfies Terms;
