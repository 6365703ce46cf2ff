/** The place where a partner is told, and the deliveries to it: as administrators send and see them. */

import { compileSchema } from '../../http/schema.ts';
import { lowering } from '../../http/schemas/answers.ts';
import {
  count,
  flag,
  list,
  object,
  oneOf,
  orNull,
  type TypeOf,
  text,
  time,
  uuid,
} from '../../http/schemas/shapes.ts';
import { bodyOf } from '../../http/schemas/terms.ts';
import { partnerOri } from '../lists/exchange.schema.ts';
import { ENDPOINT_TERMS } from './endpoint.terms.ts';

export const validateEndpoint = compileSchema({
  $id: 'PartnerEndpoint',
  examples: [{ url: 'https://adams.example.gov/alpr/notices' }],
  ...bodyOf(ENDPOINT_TERMS),
});

export const validatePush = compileSchema({ $id: 'HotListPush', ...object({ partner: partnerOri }) });

export const shownEndpoint = {
  $id: 'Endpoint',
  ...object({
    partner: text,
    url: text,
    status: oneOf('proposed', 'approved'),
    setBy: orNull(uuid),
    setByName: orNull(text),
    setAt: time,
    approvedBy: orNull(uuid),
    approvedByName: orNull(text),
    approvedAt: orNull(time),
  }),
};

export type ShownEndpoint = TypeOf<typeof shownEndpoint>;

/** An endpoint with the state of its deliveries; a partner sees its own one, without the owner's people. */
const listedEndpoint = object(
  {
    ...{ partner: text, url: text, status: oneOf('proposed', 'approved') },
    ...{ setBy: orNull(uuid), setByName: orNull(text), setAt: time },
    ...{ approvedBy: orNull(uuid), approvedByName: orNull(text), approvedAt: orNull(time) },
    delivery: object({
      // When it was last tried, and when it last took one; since when it takes none, and why.
      ...{ triedAt: orNull(time), takenAt: orNull(time), failingSince: orNull(time), fault: orNull(text) },
      // Deliveries that wait, the next of them then, and how many were given up.
      ...{ waiting: count, nextAt: orNull(time), givenUp: count },
    }),
  },
  ...(['setBy', 'setByName', 'approvedBy', 'approvedByName', 'approvedAt'] as const),
);

export type ListedEndpoint = TypeOf<typeof listedEndpoint>;

export const shownEndpoints = { $id: 'Endpoints', ...object({ endpoints: list(listedEndpoint) }) };

export const setEndpointAnswer = object({
  partner: text,
  url: text,
  status: oneOf('proposed'),
  secret: text,
});

export const removedEndpoint = object({
  partner: text,
  status: oneOf('removed'),
  lowered: object(lowering),
});

export const shownPushes = {
  $id: 'HotListPushes',
  ...object({
    pushes: list(object({ id: uuid, list: text, partner: text, position: count, endpoint: flag })),
  }),
};

export type ShownPush = TypeOf<typeof shownPushes>['pushes'][number];

export const removedPush = {
  $id: 'RemovedHotListPush',
  ...object({ id: uuid, partner: text, status: oneOf('removed'), lowered: object(lowering) }),
};
