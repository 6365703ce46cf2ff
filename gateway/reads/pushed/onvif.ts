/**
 * ONVIF Profile M: the event `RuleEngine/Recognition/LicensePlate` in JSON ("onvif-ej"), as a camera or a bridge of its MQTT
 * topic posts it. Restated from GitHub onvif/specs, doc/Core.xml ("JSON Event Payload", "XML to JSON conversion guidance") and
 * doc/Analytics.xml ("License plate information descriptor", "License Plate Recognition"): an element with a likelihood is
 * `{ "@Likelihood": 0.9, "#text": "…" }`, one without is its text; a missing likelihood means certainty; `UtcTime` is UTC.
 * An ElementItem holds its element under the element's own name (`Data.LicensePlateInfo.LicensePlateInfo.PlateNumber`), by
 * the grammar of "JSON Event Payload"; bridges that convert by the guidance alone leave that level out. Both are taken.
 */
import type { DeliveredRead } from '../read.schema.ts';
import {
  known,
  type Members,
  membersOf,
  objectAt,
  optionalConfidenceAt,
  optionalObjectAt,
  optionalTextAt,
  textAt,
} from './fields.ts';
import { imageHashAt } from './images.ts';
import { judged, type ReadPayload } from './pushed-read.ts';
import { stateInCountryAt } from './states.ts';
import { timeAt } from './times.ts';

const TEXT = '#text';

export const readOnvif: ReadPayload = (payload) => [judged(() => readOf(membersOf(payload, 'the payload')))];

function readOf(event: Members): DeliveredRead {
  const data = withoutItems(objectAt(event, 'Data'));
  const info = objectAt(data, 'LicensePlateInfo');
  const vehicle = optionalObjectAt(data, 'VehicleInfo') ?? {};
  const plate = elementAt(info, 'PlateNumber');
  const country = optionalTextAt(elementAt(info, 'CountryCode'), TEXT);
  const issuer = { IssuingEntity: elementAt(info, 'IssuingEntity')[TEXT] };
  return {
    capturedAt: timeAt(event, 'UtcTime', 'utc'),
    plate: textAt({ PlateNumber: plate[TEXT] }, 'PlateNumber'),
    // The device itself is named in the topic alone: a source takes one camera, or cameras whose tokens differ.
    cameraId: textAt(objectAt(event, 'Source'), 'VideoSource'),
    confidence:
      optionalConfidenceAt(plate, '@Likelihood', 1) ?? optionalConfidenceAt(data, 'Likelihood', 1) ?? 1,
    ...known({
      plateState: stateInCountryAt(issuer, country, 'CountryCode', 'IssuingEntity'),
      make: optionalTextAt(elementAt(vehicle, 'Brand'), TEXT),
      model: optionalTextAt(elementAt(vehicle, 'Model'), TEXT),
      bodyStyle: optionalTextAt(elementAt(vehicle, 'Type'), TEXT),
      plateImageSha256: imageHashAt(data, 'Image'),
      contextImageSha256: imageHashAt(data, 'VehicleImage'),
    }),
  };
}

/** The elements of `Data`, each without the ElementItem around it. */
function withoutItems(data: Members): Members {
  const elementOf = ([name, item]: [string, unknown]): [string, unknown] => {
    const isItem = typeof item === 'object' && item !== null && Object.hasOwn(item, name);
    return [name, isItem ? (item as Members)[name] : item];
  };
  return Object.fromEntries(Object.entries(data).map(elementOf));
}

/** An element with attributes; one that is only text as if it had none. */
function elementAt(members: Members, name: string): Members {
  const value = members[name] ?? {};
  return typeof value === 'object' ? membersOf(value, `\`${name}\``) : { [TEXT]: value };
}
