/** Makes and appends the log event of an act that neither decides a query nor withdraws a right, as most acts do. */
import type { Queryable } from '../database/queryable.ts';
import { appendEvents } from './append-events.ts';
import type { UnmarkedKind } from './entry-kinds.ts';
import type { AuditEvent } from './seal-events.ts';

export interface OwnerEvent extends Pick<AuditEvent, 'agency'>, Partial<Pick<AuditEvent, 'asker' | 'grant'>> {
  readonly kind: UnmarkedKind;
  readonly owner: Readonly<Record<string, unknown>>;
  readonly officerId?: string | null;
}

/**
 * Makes the event. Its details are the owner's, since no asker might see a part of them, unless told. They name the
 * officer concerned, so that the log commits to that too.
 */
export function ownerEvent({ officerId, owner, ...event }: OwnerEvent): AuditEvent {
  return {
    grant: null,
    effect: null,
    mark: false,
    asker: {},
    ...event,
    owner: withOfficer(owner, officerId),
  };
}

/** Adds the officer, if there is one, to the owner's detail of who did it and why. */
export function withOfficer(
  owner: Readonly<Record<string, unknown>>,
  officerId: string | null = null,
): Readonly<Record<string, unknown>> {
  return officerId === null ? owner : { ...owner, subjectId: officerId };
}

/** Appends the event of one such act. @returns the index of its entry in the log, and its time */
export async function appendOwnerEvent(
  trx: Queryable,
  event: OwnerEvent,
): Promise<{ readonly index: number; readonly now: Date }> {
  const { now, sealed } = await appendEvents(trx, [ownerEvent(event)]);
  return { index: sealed[0]?.index as number, now };
}
