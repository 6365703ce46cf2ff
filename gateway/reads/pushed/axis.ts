/**
 * AXIS License Plate Verifier: "Push events" over HTTP, in JSON. Restated from the vendor's guide, "License plate verifier
 * API" (developer.axis.com/vapix), and the maker's table "JSON Fields (Protocol 1.6)" (customerhub.ff-group.ai): numbers are
 * texts, confidence from 0 to 1, `capture_timestamp` in milliseconds, the country in three letters. With images on it sends
 * a form whose part `event` is this payload.
 *
 * A vehicle has several events: `new`, `update` where the plate or the direction was corrected, `lost` 10 s after it was
 * last seen. The last one alone is taken: it has the plate that the camera settled on, and a vehicle is one read.
 */
import type { DeliveredRead } from '../read.schema.ts';
import {
  confidenceAt,
  known,
  type Members,
  membersOf,
  optionalObjectAt,
  optionalTextAt,
  placeAt,
  textAt,
} from './fields.ts';
import { imageHashAt } from './images.ts';
import { judged, type ReadPayload, SetAside } from './pushed-read.ts';
import { stateInCountryAt } from './states.ts';
import { millisecondsAt } from './times.ts';

const EARLIER: ReadonlySet<unknown> = new Set(['new', 'update', 'updated', 'reliable']);

export const readAxis: ReadPayload = (payload) => {
  const state = (payload as Members | null | undefined)?.carState;
  if (EARLIER.has(state)) return [];
  return [
    judged(() => {
      if (state !== 'lost') throw new SetAside('`carState` is not `new`, `update` or `lost`');
      return readOf(membersOf(payload, 'the payload'));
    }),
  ];
};

function readOf(event: Members): DeliveredRead {
  const camera = optionalObjectAt(event, 'camera_info') ?? {};
  const vehicle = optionalObjectAt(event, 'vehicle_info') ?? {};
  const direction = optionalTextAt(event, 'carMoveDirection');
  const sensor = optionalTextAt(event, 'sensorProviderID');
  return {
    capturedAt: millisecondsAt(event, 'capture_timestamp'),
    plate: textAt(event, 'plateUTF8'),
    // The serial number where there is one: the sensor's name is `defaultID` until somebody gives it another.
    cameraId: optionalTextAt(camera, 'SerialNumber') ?? textAt(event, 'sensorProviderID'),
    confidence: confidenceAt(event, 'plateConfidence', 1),
    ...known({
      plateState: stateInCountryAt(
        event,
        optionalTextAt(event, 'plateCountry'),
        'plateCountry',
        'plateRegionCode',
      ),
      cameraName: sensor,
      direction: direction === 'unknown' || direction === 'unk' ? undefined : direction,
      make: optionalTextAt(vehicle, 'brand') ?? optionalTextAt(vehicle, 'make'),
      model: optionalTextAt(vehicle, 'model'),
      color: optionalTextAt(vehicle, 'color'),
      bodyStyle: optionalTextAt(vehicle, 'type'),
    }),
    ...imagesOf(event),
    ...placeAt(optionalObjectAt(event, 'geotag') ?? {}, 'lat', 'lon'),
  };
}

/** Images that stand in the payload itself, by what they show. */
function imagesOf(event: Members) {
  const images = Array.isArray(event.ImageArray) ? event.ImageArray : [];
  const of = (kind: string) => {
    const found = images.find((image) => (image as Members | null)?.ImageType === kind);
    return found === undefined ? undefined : imageHashAt(membersOf(found, 'an image'), 'BinaryImage');
  };
  return known({ plateImageSha256: of('plate'), contextImageSha256: of('vehicle') });
}
