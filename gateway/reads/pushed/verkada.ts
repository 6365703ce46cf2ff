/**
 * Verkada Command: the webhook `lpr`. Restated from the vendor's guide, "LPR Webhook Object" (apidocs.verkada.com/reference/lpr):
 * time in seconds, confidence from 0 to 1, a state such as `us-ca`; the image is behind a URL, which is not fetched.
 */
import { confidenceAt, known, type Members, membersOf, objectAt, textAt } from './fields.ts';
import { judged, type ReadPayload, SetAside } from './pushed-read.ts';
import { regionAt } from './states.ts';
import { secondsAt } from './times.ts';

export const readVerkada: ReadPayload = (payload) => {
  // Alerts of other kinds come along where the webhook is not narrowed to license plates.
  if ((payload as Members | null | undefined)?.webhook_type === 'notification') return [];
  return [
    judged(() => {
      const webhook = membersOf(payload, 'the payload');
      if (webhook.webhook_type !== 'lpr') throw new SetAside('`webhook_type` is not `lpr`');
      const data = objectAt(webhook, 'data');
      return {
        capturedAt: secondsAt(data, 'created'),
        plate: textAt(data, 'license_plate_number'),
        cameraId: textAt(data, 'camera_id'),
        confidence: confidenceAt(data, 'confidence', 1),
        ...known({ plateState: regionAt(data, 'license_plate_state') }),
      };
    }),
  ];
};
