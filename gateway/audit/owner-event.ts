/** The event of an act that decides no query and lowers no right, as most are. */
import type { UnmarkedKind } from './entry-kinds.ts';
import type { AuditEvent } from './seal-events.ts';

export interface OwnerEvent
  extends Pick<AuditEvent, 'agency' | 'owner'>,
    Partial<Pick<AuditEvent, 'grant' | 'officerId' | 'plateHmac'>> {
  readonly kind: UnmarkedKind;
}

/** All its details are the owner's: nobody has asked who might see a part of them. */
export function ownerEvent(event: OwnerEvent): AuditEvent {
  return { grant: null, effect: null, mark: false, asker: {}, ...event };
}
