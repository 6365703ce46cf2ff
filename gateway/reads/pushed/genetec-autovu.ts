/**
 * Genetec AutoVu: the HTTP extension of SharpV and SharpZ3, in JSON. Restated from the vendor's guide, "Examples of JSON and
 * XML ALPR events for the SharpV HTTP extension" (techdocs.genetec.com): facts of the read stand in `PlateAnalytics`, a list
 * of `Key`, `Value` and `Score`, where `-` means "not known"; confidence in percent; times are UTC, with an offset or
 * without; images in base64; latitude and longitude 0 where the unit has no position.
 */
import type { DeliveredRead } from '../read.schema.ts';
import {
  known,
  listAt,
  type Members,
  membersOf,
  optionalConfidenceAt,
  optionalTextAt,
  placeAt,
  textAt,
} from './fields.ts';
import { imageHashAt } from './images.ts';
import { judged, type ReadPayload } from './pushed-read.ts';
import { stateAt } from './states.ts';
import { timeAt } from './times.ts';

export const readGenetecAutovu: ReadPayload = (payload) => [
  judged(() => readOf(membersOf(payload, 'the payload'))),
];

function readOf(event: Members): DeliveredRead {
  const facts = factsOf(event);
  return {
    capturedAt: timeAt(event, 'Timestamp', 'utc'),
    plate: textAt(event, 'PlateRead'),
    // A unit's name is its own; those of its two cameras are the same on every unit.
    cameraId: textAt(event, 'SourceUrl'),
    ...known({
      plateState: stateAt(facts, 'State Name'),
      confidence: optionalConfidenceAt(facts, 'Confidence Score', 100),
      cameraName: optionalTextAt(event, 'LprCameraName'),
      direction: optionalTextAt(facts, 'Relative Motion'),
      make: optionalTextAt(facts, 'Vehicle Make'),
      color: optionalTextAt(facts, 'Vehicle Color'),
      bodyStyle: optionalTextAt(facts, 'Vehicle Type'),
      plateImageSha256: imageHashAt(event, 'PlateImage'),
      contextImageSha256: imageHashAt(event, 'ContextImage'),
    }),
    ...placeAt(event, 'Latitude', 'Longitude'),
  };
}

/** Returns the facts by their keys, without those that are not known. */
function factsOf(event: Members): Members {
  const rows = listAt(event, 'PlateAnalytics').map((row) => membersOf(row, 'a row of `PlateAnalytics`'));
  const facts = rows.map((row) => [textAt(row, 'Key'), row.Value === '-' ? null : row.Value] as const);
  return Object.fromEntries(facts);
}
