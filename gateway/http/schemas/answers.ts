/** What several answers have in common: reasons, receipts, problems. */
import { REASON_CODES } from '../../../sharing-rules/terms/decision.ts';
import { base64, count, list, object, oneOf, text } from './shapes.ts';

export const reason = object({ code: oneOf(...REASON_CODES), clause: text, detail: text }, 'detail');

export const reasons = list(reason);

/** Lets the holder check that this very answer was committed to the log. */
export const receipt = object({
  index: count,
  entry: text,
  asker: object({ salt: base64, detail: text }),
  ownerHash: base64,
  leafHash: base64,
  proof: list(base64),
  checkpoint: text,
});

/** RFC 9457. */
export const problem = object(
  {
    type: { type: 'string', pattern: '^urn:alpr-sharing:problem:[a-z_]+$' },
    title: text,
    status: { type: 'integer', minimum: 400, maximum: 599 },
    detail: text,
    reasons,
    receipt,
    queryId: text,
  },
  'reasons',
  'receipt',
  'queryId',
);

/** The answer to everything that takes a right away. */
export const lowering = {
  epoch: count,
  index: count,
  drained: count,
  aborted: count,
  expiredNodes: count,
};
