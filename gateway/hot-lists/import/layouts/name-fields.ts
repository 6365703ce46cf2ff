/**
 * Maps fields by name, as CSV headers and JSON members spell them. A field that is not named here is never
 * kept (names, dates of birth …).
 */
import type { ListRow } from './list-row.ts';
import { parseDate, parseExpiry } from './parse-date.ts';

const FIELDS = {
  plate: ['plate', 'platenumber', 'plateno', 'license', 'licence', 'licenseplate', 'licenceplate', 'lic'],
  state: ['state', 'platestate', 'licensestate', 'lis', 'registrationstate'],
  letter: ['recordtype', 'recordletter'],
  category: ['category', 'type', 'listtype', 'alerttype', 'reason', 'hotlistname', 'kind', 'status'],
  reference: ['case', 'casenumber', 'reference', 'nic', 'oca', 'incident', 'incidentnumber'],
  originator: ['ori', 'originator', 'agencyori'],
  effective: ['effective', 'effectivedate', 'effectiveat', 'date', 'datereportedstolen'],
  expiry: ['expiry', 'expirydate', 'expires', 'expiresat', 'expiration', 'expirationdate', 'validuntil'],
  note: ['note', 'notes', 'message', 'comment', 'comments', 'remarks', 'description', 'vehicle'],
  vehicle: ['year', 'color', 'colour', 'make', 'model', 'body', 'style', 'bodystyle', 'vehicletype'],
} as const satisfies Record<string, readonly string[]>;

export type FieldName = keyof typeof FIELDS;

const BY_NAME: ReadonlyMap<string, FieldName> = new Map(
  (Object.entries(FIELDS) as [FieldName, readonly string[]][]).flatMap(([field, names]) =>
    names.map((name) => [name, field] as const),
  ),
);

/**
 * A published list of stolen vehicles says in the name of its date what it is, and has the vehicle's kind as `type`.
 */
const STOLEN_DATE = 'datereportedstolen';

/** The places of each field in a row; several columns may give one field. */
export type FieldPlaces = ReadonlyMap<FieldName, readonly number[]>;

export interface Header {
  readonly places: FieldPlaces;
  readonly columns: number;
  /** The category that the header itself gives every row. */
  readonly category: string;
}

/** Returns null if no single column holds the plate: this is not a header, or not a list's. */
export function readHeader(names: readonly string[]): Header | null {
  const plain = names.map((name) => name.toLowerCase().replace(/[^a-z0-9]/g, ''));
  const stolen = plain.includes(STOLEN_DATE);
  const places = new Map<FieldName, number[]>();
  for (const [i, name] of plain.entries()) {
    const field = stolen && name === 'type' ? 'vehicle' : BY_NAME.get(name);
    if (field !== undefined) places.set(field, [...(places.get(field) ?? []), i]);
  }
  if (places.get('plate')?.length !== 1) return null;
  return { places, columns: names.length, category: stolen ? 'Stolen Vehicle' : '' };
}

/** Makes a row from its fields, in the order of the header. */
export function rowOf(line: number, { places, category }: Header, values: readonly string[]): ListRow {
  const field = (name: FieldName, separator: string) => {
    const at = places.get(name);
    if (at === undefined) return '';
    if (at.length === 1) return (values[at[0] as number] ?? '').trim();
    return at
      .map((i) => (values[i] ?? '').trim())
      .filter((text) => text !== '')
      .join(separator);
  };
  const stated = category === '' ? field('category', ' / ') : category;
  const letter = places.has('letter') ? field('letter', '') : /^[A-Z]$/.test(stated) ? stated : undefined;
  const state = field('state', '').toUpperCase();
  const [effective, expiry] = [field('effective', ' '), field('expiry', ' ')];
  const expiresAt = expiry === '' ? null : parseExpiry(expiry);
  const fault = (reason: string): ListRow => ({ line, fault: reason, layout: false });
  const prohibitedFile = letter === 'N';
  if (expiry !== '' && expiresAt === null && !prohibitedFile) return fault('expiry_is_not_a_date');
  if (state !== '' && !/^[A-Z]{2}$/.test(state) && !prohibitedFile) return fault('state_is_not_two_letters');
  const entry = {
    plate: field('plate', ''),
    ...(letter === undefined ? {} : { letter }),
    category: letter === stated ? '' : stated,
    note: [field('vehicle', ' '), field('note', ' ')].filter((text) => text !== '').join(' '),
    state: state === '' ? null : state,
    reference: field('reference', ' ') || null,
    originator: field('originator', '') || null,
    effectiveAt: effective === '' ? null : parseDate(effective),
    expiresAt,
  };
  return { line, entry };
}
