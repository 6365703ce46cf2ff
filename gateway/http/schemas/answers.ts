/** Shares between answers what several of them have: reasons, receipts, problems. */
import { FRAMES, REASON_CODES } from '../../../sharing-rules/terms/decision.ts';
import { base64, count, list, object, oneOf, text } from './shapes.ts';

const reasonMembers = { code: oneOf(...REASON_CODES), clause: text, detail: text };
/** The codes of a problem, with those of a 503 without a decision: the node waits for the log's witnesses. */
const problemCode = oneOf(...REASON_CODES, 'log_not_witnessed', 'log_not_held');

export const reason = object(reasonMembers, 'detail');

export const reasons = list(reason);

/** The words that a reason is about, whose part they seemed to tell, and which crime they may mean. */
export const foundWords = object(
  { field: text, words: text, frame: oneOf(...FRAMES), meant: text },
  ...(['frame', 'meant'] as const),
);

/** The reasons as only the asker sees them: the words are the asker's own. */
export const askersReasons = list(
  object(
    { ...reasonMembers, found: list(foundWords), whatToDo: text },
    ...(['detail', 'found', 'whatToDo'] as const),
  ),
);

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
    reasons: list(
      object(
        { ...reasonMembers, code: problemCode, found: list(foundWords), whatToDo: text },
        ...(['detail', 'found', 'whatToDo'] as const),
      ),
    ),
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
