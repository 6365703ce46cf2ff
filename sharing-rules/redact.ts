/** Applies a permit's obligations to the reads that are about to leave. */
import type { Obligation, Read } from './terms.ts';

/** A read that claims to come from further ahead has no age that could be judged, ms. */
const CLOCK_SKEW = 60_000;

/**
 * The reads that may leave, in their order, each with the published fields and nothing else.
 * @throws Error for an obligation that is not known here, or where the limits are missing: nothing may leave then
 * (XACML 3.0 §2.12).
 */
export function redact(reads: readonly Read[], obligations: readonly Obligation[], now: number): Read[] {
  let notBefore = Number.NaN;
  let records = Number.NaN;
  for (const obligation of obligations) {
    switch (obligation.code) {
      case 'not_before':
        notBefore = obligation.at;
        break;
      case 'cap_records':
        records = obligation.records;
        break;
      case 'omit_images': // `published` never carries an image.
      case 'verify_before_action': // A notice in the answer.
      case 'review_within': // A task for a reviewer.
        break;
      default:
        throw new Error(
          `obligation \`${(obligation as { code: string }).code}\` is not known: nothing is released`,
        );
    }
  }
  if (!Number.isFinite(notBefore) || !Number.isFinite(records)) {
    throw new Error('obligations `not_before` and `cap_records` must both be given: nothing is released');
  }
  return reads
    .filter(({ capturedAt }) => capturedAt >= notBefore && capturedAt <= now + CLOCK_SKEW)
    .slice(0, Math.max(0, records))
    .map(published);
}

/** Exactly the fields of a `Read`: a column that a store adds one day does not leave by accident. */
function published(read: Read): Read {
  const { readId, capturedAt, plate, plateState, confidence, camera, direction, vehicle } = read;
  return {
    readId,
    capturedAt,
    plate,
    plateState,
    confidence,
    camera: { id: camera.id, name: camera.name, lat: camera.lat, lon: camera.lon },
    direction,
    vehicle: {
      make: vehicle.make,
      model: vehicle.model,
      color: vehicle.color,
      bodyStyle: vehicle.bodyStyle,
    },
  };
}
