/** Describes for the OpenAPI document what is POSTed to a partner's endpoint. */

import type { Webhook } from '../http/openapi/webhooks.ts';
import { object, oneOf, text, time } from '../http/schemas/shapes.ts';
import { shownHit } from './hits/hit.schema.ts';
import { shownEntries } from './lists/hot-list.schema.ts';

/** Each `type` with the body that `hits/notify-hit.ts` and `delivery/push-list.ts` send. */
export const NOTICES: readonly Webhook[] = [
  {
    type: 'hit.unconfirmed',
    id: 'hit_HIT-ID',
    summary: 'A read matched an entry of a list, or a standing query of yours. It is a release of its own.',
    body: object({
      type: oneOf('hit.unconfirmed'),
      timestamp: time,
      data: shownHit,
      notice: text,
    }),
  },
  {
    type: 'hit.caution',
    id: 'caution_JOB-ID',
    summary:
      'What was said to be wrong with a hit of yours began, changed, or (without `caution`) was lifted: it holds for ' +
      'every hit of that plate and entry. It is a release of its own.',
    body: object({ type: oneOf('hit.caution'), timestamp: time, data: shownHit, notice: text }),
  },
  {
    type: 'hot_list.changed',
    id: 'push_PUSH-ID_POSITION',
    summary:
      'Entries of a shared list that came or went. It is a release of its own, as `readHotListEntries` answers it.',
    body: object({ type: oneOf('hot_list.changed'), timestamp: time, data: shownEntries }),
  },
];
