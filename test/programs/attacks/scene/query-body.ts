/** What officers of partners ask. */

const DAY = 86_400_000;

export interface Asked {
  readonly ori: string;
  readonly plate: string;
  readonly officer?: string;
  /** Instead of an honest one. */
  readonly justification?: string;
  readonly caseNumber?: string;
  readonly code?: string;
  readonly days?: number;
  readonly limit?: number;
}

export function queryBody({ ori, officer = 'officer-1', ...asked }: Asked): object {
  return { ...personQueryBody(asked), onBehalfOf: { id: officer, name: `Officer ${officer}`, ori } };
}

/** As a signed-in person asks: for herself. */
export function personQueryBody({
  caseNumber = 'CR-2026-0142',
  code = 'stolen_vehicle',
  days = 1,
  justification = 'sedan stolen from a driveway overnight, seen on Dahlia Street',
  limit = 50,
  plate,
}: Omit<Asked, 'ori' | 'officer'>): object {
  const now = Date.now();
  return {
    purpose: { code, caseNumber, justification },
    plate: { number: plate },
    from: new Date(now - days * DAY).toISOString(),
    to: new Date(now).toISOString(),
    limit,
  };
}
