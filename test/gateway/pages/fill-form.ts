/** Fills in a form of the pages as somebody would, but for the fields that are tried with other text. */
import { randomUUID } from 'node:crypto';
import type { Field, Form } from '../../setup/pages/read-html.ts';

const today = (days = 0) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
/** What a form takes, where the field is not the one that is tried. */
const PLAIN: Readonly<Record<string, string>> = {
  ...{
    purpose: 'stolen_vehicle',
    caseNumber: 'CR-2026-0142',
    match: 'partial',
    due: today(9),
    dailyRecords: '500',
  },
  ...{
    justification: 'sedan stolen from a driveway overnight, seen near the park',
    roster: '80',
  },
  // The incident of the officer's form, told whole.
  ...{ kind: 'offense', offense: 'nibrs:240', grade: '', place: 'Commerce City', vehicle: 'stolen' },
  ...{ reportedBy: 'victim', agency: '', happened: `${today(-1)}T12:00`, until: '' },
  ...{ signedOn: today(-9), validUntil: today(90), reference: 'officer-1', plate: 'DEMO0', supervisor: '' },
};

/** Whether anything may be written into it. */
export const isFree = ({ type }: Field) => ['text', 'search', 'textarea'].includes(type);

function plainValue({ name, options, type, value }: Field): string {
  if (type === 'hidden' || value !== '') return value;
  if (type === 'select')
    return options.includes(PLAIN[name] ?? '-') ? (PLAIN[name] as string) : (options[1] ?? '');
  return PLAIN[name] ?? (type === 'date' ? today(-3) : 'a test');
}

/** @param hostile text by the name of the field @param button that is pressed */
export function filledIn(
  { fields }: Form,
  hostile: ReadonlyMap<string, string>,
  button: Field | undefined,
): URLSearchParams {
  const sent = new URLSearchParams();
  const done = new Set<string>();
  for (const field of fields) {
    const { isChecked, name, type, value } = field;
    if (type === 'button') continue;
    if (type === 'checkbox' || type === 'radio') {
      if (isChecked || (type === 'radio' && !done.has(name)) || value === 'yes') sent.append(name, value);
    } else if (name === 'key') sent.set(name, randomUUID());
    else if (type === 'select') sent.set(name, plainValue(field));
    else sent.append(name, hostile.get(name) ?? plainValue(field));
    done.add(name);
  }
  if (button !== undefined) sent.set(button.name, button.value);
  return sent;
}

/** Sent without having touched anything. */
export function asItIs({ fields }: Form): URLSearchParams {
  const sent = fields.filter(
    ({ isChecked, type }) => type !== 'button' && (!['checkbox', 'radio'].includes(type) || isChecked),
  );
  return new URLSearchParams(sent.map(({ name, value }) => [name, name === 'key' ? randomUUID() : value]));
}
