/** Turns a committed release into the bytes that leave: JSON, or a JOSE envelope if the partner asks. */
import type { Request } from 'express';
import { bodyHeaders } from '../http/body-headers.ts';
import type { EnvelopeKeys } from '../identity/jose/envelope-keys/envelope-keys.ts';
import { sealEnvelope } from '../identity/jose/envelope-keys/seal-envelope.ts';
import type { Release } from '../release/commit/commit-releases.ts';
import { collectionOf } from '../release/facts/pending-query.ts';
import { releaseBody } from './answer.ts';
import { CURSOR_LIFETIME, sealCursor } from './page-cursor.ts';

export interface SealDeps {
  readonly cursorKey: Buffer;
  readonly rulesRevision: string;
  readonly now: () => number;
  readonly envelopeKeys: Pick<EnvelopeKeys, 'current'>;
  /** The agency's registered key, as it is now; null: answers to it are signed, not encrypted. */
  readonly findEncryptionKey: (agencyId: number) => Promise<object | null>;
}

export interface SealedAnswer {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

const JOSE = 'application/jose';

/** The body of a release, JSON, and the cursor in it. */
export interface ReleaseText {
  readonly text: string;
  readonly next: string | null;
}

export function sealRelease(
  release: Release,
  keyThumbprint: string,
  request: Request,
  deps: SealDeps,
): Promise<SealedAnswer> {
  return envelop(releaseText(release, keyThumbprint, deps).text, release.agencyId, request, deps);
}

export function releaseText(release: Release, keyThumbprint: string, deps: SealDeps): ReleaseText {
  const next = nextOf(release, keyThumbprint, deps);
  return { text: releaseBody(release, next, deps.rulesRevision), next };
}

/** Puts the text in an envelope if the request asks for one. */
export async function envelop(
  text: string,
  agencyId: number,
  request: Request,
  deps: SealDeps,
): Promise<SealedAnswer> {
  if (!asksForEnvelope(request)) return answer(text);
  const encryptionKey = (await deps.findEncryptionKey(agencyId)) ?? undefined;
  return answer(await sealEnvelope(text, deps.envelopeKeys.current(deps.now()), encryptionKey), JOSE);
}

function answer(text: string, type?: string): SealedAnswer {
  const body = Buffer.from(text);
  return { body, headers: bodyHeaders(body, type) };
}

/** True if JOSE is preferred (RFC 9110 §12.5.1). The first look spares most queries the negotiation. */
function asksForEnvelope(request: Request): boolean {
  if (!request.headers.accept?.includes(JOSE)) return false;
  return request.accepts('application/json', JOSE) === JOSE;
}

/** The cursor of the next page, if there is one. */
function nextOf(release: Release, keyThumbprint: string, deps: SealDeps): string | null {
  const { pending, grantId, epoch, id } = release;
  const position = pending.found?.next ?? null;
  if (position === null || grantId === null) return null;
  const { subject, query } = pending;
  const { issuer, clientId, personId } = subject;
  const heldId = collectionOf(pending)?.heldId ?? null;
  const expiresAt = deps.now() + CURSOR_LIFETIME;
  return sealCursor(
    {
      follows: id,
      query,
      position,
      issuer,
      clientId,
      personId,
      keyThumbprint,
      heldId,
      grantId,
      epoch,
      expiresAt,
    },
    deps.cursorKey,
  );
}
