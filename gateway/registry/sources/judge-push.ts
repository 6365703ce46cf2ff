/** Splits a push into reads to store and captures to set aside: every capture is one or the other. */
import { createHash } from 'node:crypto';
import { parseJson } from '../../http/parse-body.ts';
import { parseRead, type ReadFault, type StoredRead, type TakingLimits } from '../../reads/parse-read.ts';
import type { PushedItem } from '../../reads/pushed/pushed-read.ts';
import { VENDORS } from '../../reads/pushed/vendors.ts';
import type { SetAsideRead } from '../../reads/set-aside-store.ts';
import type { PushBody } from './read-push-body.ts';
import type { SourceTerms } from './sources-store.ts';

export interface JudgedPush {
  readonly reads: readonly StoredRead[];
  readonly aside: readonly SetAsideRead[];
}

const NO_JSON = 'the payload is not JSON in UTF-8, or a key stands twice in it';
const NO_PART = 'the form has no part `json` or `event`';

export function judgePush(
  body: PushBody | null,
  source: Pick<SourceTerms, 'cameraPrefix' | 'name' | 'vendor'>,
  limits: TakingLimits,
): JudgedPush {
  if (body === null) return { reads: [], aside: [{ ordinal: 1, reason: NO_PART, payload: null }] };
  const payload = parsed(body.json);
  if (payload === undefined) return { reads: [], aside: [{ ordinal: 1, reason: NO_JSON, payload: null }] };
  const reads: StoredRead[] = [];
  const aside: SetAsideRead[] = [];
  let kept: string | null | undefined;
  VENDORS[source.vendor](payload).forEach((item, i) => {
    const read = storedOf(item, body.imageHash, source, limits);
    if (!('fault' in read)) reads.push(read);
    else if (read.isTooOld) aside.push({ ordinal: i + 1, reason: read.fault, payload: null });
    else {
      kept ??= withoutImages(payload);
      aside.push({ ordinal: i + 1, reason: read.fault, payload: kept });
    }
  });
  return { reads, aside };
}

function parsed(json: Buffer): unknown {
  try {
    return parseJson(json);
  } catch {
    return undefined;
  }
}

function storedOf(
  item: PushedItem,
  imageHash: string | null,
  { cameraPrefix, name }: Pick<SourceTerms, 'cameraPrefix' | 'name'>,
  limits: TakingLimits,
): StoredRead | ReadFault {
  if ('aside' in item) return { fault: item.aside };
  const { read } = item;
  return parseRead(
    {
      // An image beside the payload shows the scene.
      ...(imageHash === null ? {} : { contextImageSha256: imageHash }),
      ...read,
      cameraId: `${cameraPrefix}${read.cameraId}`,
    },
    limits,
    name,
  );
}

/** The length of text beyond which it counts as an image. */
const LONGEST_TEXT = 500;
const LONGEST_KEPT = 32 * 1024;

/** Returns the payload as text with each image replaced by its SHA-256; null if that is still too long. */
function withoutImages(payload: unknown): string | null {
  const text = JSON.stringify(payload, (_, value: unknown) =>
    typeof value === 'string' && value.length > LONGEST_TEXT
      ? `sha256:${createHash('sha256').update(value).digest('hex')}`
      : value,
  );
  return text.length > LONGEST_KEPT ? null : text;
}
