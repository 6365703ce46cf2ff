/**
 * Decides what the vendor's hot list must hold, so that it alerts for every standing query in force and for
 * no other, and what to change in it. The vendor is told a plate, a purpose and a number, never who asks.
 */
/** A standing query in force, as far as the vendor needs to know of it. */
export interface WaitingPlate {
  readonly position: number;
  readonly plate: string;
  readonly purpose: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

export interface VendorEntry {
  /** The plate as the vendor writes it. */
  readonly plate: string;
  readonly reason: string;
  readonly caseNumber: string;
  /** Milliseconds since the epoch, after which the vendor stops alerting even if no removal reached it. */
  readonly expiresAt: number;
}

export interface HeldEntry extends Omit<VendorEntry, 'expiresAt'> {
  readonly id: string;
  /** Null where the entry does not expire. */
  readonly expiresAt: number | null;
}

export interface VendorChanges<Held extends HeldEntry = HeldEntry> {
  readonly add: readonly VendorEntry[];
  readonly remove: readonly Held[];
}

/** Vendors keep a time in their own precision. */
const SAME_TIME = 1_000;

/** The vendor does not tell O from 0, and writes 0. */
export function asVendorWrites(plate: string): string {
  return plate.replaceAll('O', '0');
}

/** Makes one entry for each plate, which ends with the last query and bears the number of the first. */
export function wantedAtVendor(waiting: readonly WaitingPlate[], now: number): VendorEntry[] {
  const byPlate = new Map<string, WaitingPlate[]>();
  for (const one of waiting) {
    if (one.expiresAt <= now) continue;
    const plate = asVendorWrites(one.plate);
    byPlate.set(plate, [...(byPlate.get(plate) ?? []), one]);
  }
  return [...byPlate.entries()].sort(byFirst).map(([plate, all]) => ({
    plate,
    reason: [...new Set(all.map(({ purpose }) => purpose))].sort().join(', '),
    caseNumber: `GATEWAY-${Math.min(...all.map(({ position }) => position))}`,
    expiresAt: Math.max(...all.map(({ expiresAt }) => expiresAt)),
  }));
}

function byFirst([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/**
 * Returns what to remove first and then to add. The list is the gateway's own: a plate that nobody waits for
 * goes, no matter who put it there, and so does one that is listed twice, or with an outdated time or number.
 */
export function changesAtVendor<Held extends HeldEntry>(
  wanted: readonly VendorEntry[],
  held: readonly Held[],
): VendorChanges<Held> {
  const missing = new Map(wanted.map((entry) => [entry.plate, entry]));
  const remove: Held[] = [];
  for (const entry of held) {
    const plate = asVendorWrites(entry.plate);
    const asked = missing.get(plate);
    if (asked !== undefined && isAsAsked(entry, asked)) missing.delete(plate);
    else remove.push(entry);
  }
  return { add: [...missing.values()], remove };
}

function isAsAsked(held: HeldEntry, asked: VendorEntry): boolean {
  if (held.caseNumber !== asked.caseNumber || held.expiresAt === null) return false;
  return Math.abs(held.expiresAt - asked.expiresAt) <= SAME_TIME;
}

/** True if the vendor alerts for exactly the plates that it must. */
export function isInStep(wanted: readonly VendorEntry[], held: readonly HeldEntry[]): boolean {
  const plates = new Set(wanted.map(({ plate }) => plate));
  const listed = new Set(held.map(({ plate }) => asVendorWrites(plate)));
  return plates.size === listed.size && [...plates].every((plate) => listed.has(plate));
}
