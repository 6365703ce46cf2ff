/** Describes in OpenAPI 3.1 what the gateway POSTs to others (Standard Webhooks 1.0). */
import type { Schema } from '../schemas/shapes.ts';
import type { Tag } from './tags.ts';

/** A kind of delivery to a partner's endpoint. */
export interface Webhook {
  /** The body's `type`. */
  readonly type: string;
  /** The form of `webhook-id`: the same for each attempt. */
  readonly id: string;
  readonly summary: string;
  readonly body: Schema;
}

export const WEBHOOKS_TAG: Tag = 'Hot lists and hits';

const DELIVERY =
  'Signed as Standard Webhooks say, with the secret that the owner gave you: `webhook-signature` is `v1,` and the base64 of the ' +
  'HMAC-SHA256 over `webhook-id`, `webhook-timestamp` and the body as it came, with dots between; the key is the secret ' +
  'without `whsec_`, from base64. Check it before you read the body, and refuse a time that is more than five minutes off. ' +
  'Answer any 2xx within 5 seconds, and only once you have stored it. Anything else is tried again, later each time; the same ' +
  '`webhook-id` may come twice, so take it once. `data.receipt` is checked like that of any answer.';

const HEADERS = {
  'webhook-id': 'The same for each attempt.',
  'webhook-timestamp': 'Seconds since 1970, of this attempt.',
  'webhook-signature': '`v1,` and a base64 HMAC-SHA256.',
};

export function describeWebhook(
  { body, id, summary, type }: Webhook,
  refer: (schema: Schema) => Schema,
): object {
  return {
    post: {
      operationId: type.replace(/[._](\w)/g, (_, letter: string) => letter.toUpperCase()),
      tags: [WEBHOOKS_TAG],
      summary,
      description: `${DELIVERY} Its \`webhook-id\` is \`${id}\`.`,
      parameters: Object.entries(HEADERS).map(([name, description]) => ({
        ...{ name, in: 'header', required: true, description },
        schema: { type: 'string' },
      })),
      security: [],
      requestBody: { required: true, content: { 'application/json': { schema: refer(body) } } },
      responses: {
        '2XX': { description: 'It is stored; it is not sent again.' },
        '4XX': { description: 'Anything else: it is sent again later.' },
      },
    },
  };
}
