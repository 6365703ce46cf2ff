/** From a committed release to the bytes that leave: JSON, or a JOSE envelope where the partner asks for one. */
import type { Request } from 'express';
import type { Release } from '../release/commit-releases.ts';
import { releaseBody } from './answer.ts';
import { CURSOR_LIFETIME, sealCursor } from './page-cursor.ts';

export interface SealDeps {
  readonly cursorKey: Buffer;
  readonly rulesRevision: string;
  readonly now: () => number;
}

export interface SealedAnswer {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

export async function sealRelease(
  release: Release,
  keyThumbprint: string | null,
  _request: Request,
  deps: SealDeps,
): Promise<SealedAnswer> {
  const text = releaseBody(release, nextOf(release, keyThumbprint, deps), deps.rulesRevision);
  const body = Buffer.from(text);
  return {
    body,
    headers: {
      'Cache-Control': 'no-store',
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': String(body.length),
    },
  };
}

/** The cursor of the next page, if there is one. */
function nextOf(release: Release, keyThumbprint: string | null, deps: SealDeps): string | null {
  const { pending, grantId, epoch, id } = release;
  const position = pending.found?.next ?? null;
  if (position === null || grantId === null) return null;
  const { subject, query } = pending;
  const { issuer, clientId } = subject;
  const expiresAt = deps.now() + CURSOR_LIFETIME;
  return sealCursor(
    { follows: id, query, position, issuer, clientId, keyThumbprint, grantId, epoch, expiresAt },
    deps.cursorKey,
  );
}
