/**
 * Plate Recognizer Stream: one webhook a picture, with a result for each vehicle. Restated from the vendor's guide
 * ("Webhooks and Outputs", guides.platerecognizer.com/docs/stream/results) and its own test program (GitHub
 * parkpow/deep-license-plate-recognition, webhooks/webhook_tester): plates in lower case, scores from 0 to 1, a region such
 * as `us-ca`, time with an offset. With images on it sends a form whose part `json` is this payload.
 *
 * `direction` is an angle in the picture, which says nothing about the street: it is not kept.
 */
import type { DeliveredRead } from '../read.schema.ts';
import {
  confidenceAt,
  known,
  listAt,
  type Members,
  membersOf,
  objectAt,
  optionalObjectAt,
  optionalTextAt,
  textAt,
} from './fields.ts';
import { judged, MOST_CAPTURES, type PushedItem, type ReadPayload, SetAside } from './pushed-read.ts';
import { regionAt } from './states.ts';
import { timeAt } from './times.ts';

export const readPlateRecognizer: ReadPayload = (payload) => {
  let results: readonly unknown[] = [];
  let data: Members = {};
  const whole = judged(() => {
    data = objectAt(membersOf(payload, 'the payload'), 'data');
    results = listAt(data, 'results');
    if (results.length > MOST_CAPTURES)
      throw new SetAside(`\`results\` has more than ${MOST_CAPTURES} vehicles`);
    // The facts that all results share; without them none can be taken.
    return {
      plate: '',
      capturedAt: timeAt(data, 'timestamp', 'unknown'),
      cameraId: textAt(data, 'camera_id'),
    };
  });
  if ('aside' in whole) return [whole];
  return results.flatMap((result) => itemsOf(result, whole.read));
};

/** Returns no item for a vehicle whose plate was not found. */
function itemsOf(result: unknown, shared: DeliveredRead): PushedItem[] {
  let hasPlate = true;
  const item = judged(() => {
    const members = membersOf(result, 'a result');
    hasPlate = members.plate !== null && members.plate !== undefined && members.plate !== '';
    return resultOf(members, shared);
  });
  return hasPlate ? [item] : [];
}

function resultOf(result: Members, shared: DeliveredRead): DeliveredRead {
  return {
    ...shared,
    plate: textAt(result, 'plate'),
    confidence: confidenceAt(result, 'score', 1),
    ...known({ plateState: regionAt(optionalObjectAt(result, 'region') ?? {}, 'code') }),
    ...vehicleOf(result),
  };
}

/** Candidates stand in the order of their scores. */
function vehicleOf(result: Members) {
  const [model] = listAt(result, 'model_make');
  const [color] = listAt(result, 'color');
  const first = (value: unknown, name: string) =>
    value === undefined ? {} : membersOf(value, `a candidate of \`${name}\``);
  return known({
    make: optionalTextAt(first(model, 'model_make'), 'make'),
    model: optionalTextAt(first(model, 'model_make'), 'model'),
    color: optionalTextAt(first(color, 'color'), 'color'),
    bodyStyle: optionalTextAt(optionalObjectAt(result, 'vehicle') ?? {}, 'type'),
  });
}
