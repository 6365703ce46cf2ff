/** The event of an act that decides no query and lowers no right, as most are. */
import type { UnmarkedKind } from './entry-kinds.ts';
import type { AuditEvent } from './seal-events.ts';

export interface OwnerEvent
  extends Pick<AuditEvent, 'agency'>,
    Partial<Pick<AuditEvent, 'grant' | 'officerId' | 'plateHmac'>> {
  readonly kind: UnmarkedKind;
  readonly owner: Readonly<Record<string, unknown>>;
}

/**
 * All its details are the owner's: nobody has asked who might see a part of them. They name the officer whom it concerns,
 * so that the log commits to that too.
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

/** @param owner the detail of who did it and why */
export function withOfficer(
  owner: Readonly<Record<string, unknown>>,
  officerId: string | null = null,
): Readonly<Record<string, unknown>> {
  return officerId === null ? owner : { ...owner, subjectId: officerId };
}
