/**
 * Rekor Scout (OpenALPR): one `alpr_group` a vehicle, as the agent posts it. Restated from the vendor's guide, "JSON Group
 * Results" (GitHub openalpr/doc, source/app_integration.include): confidence from 0 to 100, times in milliseconds, a
 * region such as `us-mo`, images in base64, candidates for the vehicle each with a confidence.
 *
 * `travel_direction` is an angle in the picture, which says nothing about the street: it is not kept.
 */
import type { DeliveredRead } from '../read.schema.ts';
import {
  confidenceAt,
  known,
  listAt,
  type Members,
  membersOf,
  optionalNumberAt,
  optionalObjectAt,
  optionalTextAt,
  placeAt,
  textAt,
} from './fields.ts';
import { imageHashAt } from './images.ts';
import { judged, type ReadPayload, SetAside } from './pushed-read.ts';
import { regionAt } from './states.ts';
import { millisecondsAt } from './times.ts';

/** Messages beside the agent's groups: heartbeats, single frames of a group, vehicles without a plate. */
const NO_READS: ReadonlySet<unknown> = new Set(['heartbeat', 'alpr_results', 'vehicle']);

export const readRekorScout: ReadPayload = (payload) => {
  const kind = (payload as Members | null | undefined)?.data_type;
  if (NO_READS.has(kind)) return [];
  return [
    judged(() => {
      if (kind !== 'alpr_group') throw new SetAside('`data_type` is not `alpr_group`');
      return groupOf(membersOf(payload, 'the payload'));
    }),
  ];
};

function groupOf(group: Members): DeliveredRead {
  const plate = optionalObjectAt(group, 'best_plate') ?? {};
  const labels = optionalObjectAt(group, 'web_server_config') ?? {};
  return {
    capturedAt: millisecondsAt(group, 'epoch_start'),
    plate: textAt(group, 'best_plate_number'),
    cameraId: textAt(group, 'camera_id'),
    confidence: confidenceAt(group, 'best_confidence', 100),
    ...known({
      plateState: regionAt(group, 'best_region'),
      cameraName: optionalTextAt(labels, 'camera_label'),
      plateImageSha256: imageHashAt(plate, 'plate_crop_jpeg'),
      contextImageSha256: imageHashAt(group, 'vehicle_crop_jpeg'),
    }),
    ...placeAt(group, 'gps_latitude', 'gps_longitude'),
    ...vehicleOf(optionalObjectAt(group, 'vehicle') ?? {}),
  };
}

function vehicleOf(vehicle: Members) {
  const make = likeliest(vehicle, 'make');
  const model = likeliest(vehicle, 'make_model');
  // `ford_focus` names both; what does not begin with the likeliest make is another guess, and kept whole.
  const bare = model?.startsWith(`${make}_`) ? model.slice(`${make}_`.length) : model;
  return known({
    make,
    model: bare,
    color: likeliest(vehicle, 'color'),
    bodyStyle: likeliest(vehicle, 'body_type'),
  });
}

/** The name with the highest confidence: they stand in no order. */
function likeliest(vehicle: Members, name: string): string | undefined {
  let best: { readonly text: string | undefined; readonly confidence: number } | undefined;
  for (const candidate of listAt(vehicle, name)) {
    const members = membersOf(candidate, `a candidate of \`${name}\``);
    const confidence = optionalNumberAt(members, 'confidence') ?? 0;
    if (best === undefined || confidence > best.confidence) {
      best = { text: optionalTextAt(members, 'name'), confidence };
    }
  }
  return best?.text;
}
