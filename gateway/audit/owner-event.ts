/** Makes the log event of an act that neither decides a query nor withdraws a right, as most acts do. */
import type { UnmarkedKind } from './entry-kinds.ts';
import type { AuditEvent } from './seal-events.ts';

export interface OwnerEvent
  extends Pick<AuditEvent, 'agency'>,
    Partial<Pick<AuditEvent, 'grant' | 'officerId' | 'plateHmac'>> {
  readonly kind: UnmarkedKind;
  readonly owner: Readonly<Record<string, unknown>>;
}

/**
 * Makes the event. All its details are the owner's, since no asker might see a part of them. They name the
 * officer concerned, so that the log commits to that too.
 */
export function ownerEvent({ owner, ...event }: OwnerEvent): AuditEvent {
  return {
    grant: null,
    effect: null,
    mark: false,
    asker: {},
    ...event,
    owner: withOfficer(owner, event.officerId),
  };
}

/** Adds the officer, if there is one, to the owner's detail of who did it and why. */
export function withOfficer(
  owner: Readonly<Record<string, unknown>>,
  officerId: string | null = null,
): Readonly<Record<string, unknown>> {
  return officerId === null ? owner : { ...owner, subjectId: officerId };
}
