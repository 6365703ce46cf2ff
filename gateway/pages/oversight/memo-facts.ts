/** Puts the facts behind an answer of the monthly audit into the words of those who sign it. */
import { memberPairs } from '../../cli/members-of.ts';
import type { AuditAnswer } from '../../oversight/reports/monthly-audit.schema.ts';
import type { NameOf } from '../console/registry/agency-name.tsx';
import { kindInWords } from './report-kinds.ts';

type Pair = readonly [name: string, value: string];
type Item = Readonly<Record<string, unknown>>;

const NAMES: Readonly<Record<string, string>> = {
  employeesCompared: 'Rosters compared with current employees, says the auditor',
  sampleRead: 'Each release of the sample read, says the auditor',
  vendorSharingOff: 'The vendor’s own sharing found off, says the auditor',
  officers: 'Officers who got reads',
  current: 'Of these with current papers',
  attestation_missing: 'Without an attestation',
  attestation_expired: 'With an attestation that has expired',
  training_expired: 'With training too long ago',
  probe: 'A grant to a barred agency, tried at the database',
  underEndedRight: 'Releases under a right that had ended',
  withoutEffect: 'Revocations that are not effective yet',
  vendorOthers: 'Others to whom the vendor sends its alerts',
  sample: 'Releases in the sample',
  withoutWords: 'Releases on an incident without words',
  withoutWordsDrawn: 'Of these drawn by the root of the log',
  opened: 'Of these shown to a person',
  marked: 'Reports that a reason is inadequate',
  overdue: 'Reports of misuse that are overdue',
  rules: 'Revision of the rules',
  limits: 'Limits (SHA-256)',
  schema: 'Schema of the database (SHA-256)',
  roles: 'Holders of roles (SHA-256)',
  retentionDays: 'Days for which reads are kept',
  agencies: 'Agencies with officers',
  shared: 'Agencies with a grant in force in the month',
  stoodOut: 'Reports of misuse opened in the month',
  internal: 'Looks at details of the log',
  screened: 'Words that reviewers judged',
  founded: 'Reports of misuse that were founded',
  replay: 'Decisions taken again',
};

/** The line for each item of a list. */
const ITEMS: Readonly<Record<string, (item: Item, nameOf: NameOf) => Pair>> = {
  agencies: ({ enrolled, held, inactive, ori, roster, suspended }) => [
    `Officers of ${ori}`,
    `${enrolled} enrolled, ${roster} declared; ${held} waiting, ${inactive} inactive, ${suspended} suspended`,
  ],
  shared: ({ class: kind, ended, ori, reasons }) => {
    const codes = reasons as readonly string[];
    const eligible = ended ? 'its grant has ended since' : 'eligible';
    return [
      `Shared with ${ori}`,
      `${spaced(kind)}, ${codes.length === 0 ? eligible : `barred: ${codes.join(', ')}`}`,
    ];
  },
  stoodOut: ({ kind, reports }) => [`Reports: ${kindInWords(String(kind))}`, String(reports)],
  internal: ({ looks, person }, nameOf) => [
    `Looks at details of the log by ${nameOf(String(person))}`,
    String(looks),
  ],
  screened: ({ frame, honest, list, mistaken, misuse }) => [
    `Words of ${spaced(list)}${frame === null ? '' : `, read as ${spaced(frame)}`}`,
    `${honest} honest, ${mistaken} mistaken, ${misuse} misuse`,
  ],
  founded: ({ agency, kind, officer, shares }) => [
    `Founded: ${kindInWords(String(kind))}${agency === null ? '' : `, ${agency}`}`,
    `${officer === null ? 'no officer named' : `officer ${officer}`}, ${shares ? 'a grant in force' : 'no grant in force'}`,
  ],
};

/** Lists the facts, except those that are told above them already. */
export function factsInWords(facts: AuditAnswer['facts'], nameOf: NameOf): readonly Pair[] {
  return Object.entries(facts).flatMap(([name, value]): readonly Pair[] => {
    const label = NAMES[name] ?? name;
    if (name === 'replay') return value === null ? [[label, 'none: the month has no entry']] : [];
    const item = ITEMS[name];
    if (item !== undefined && Array.isArray(value) && value.length > 0) {
      return value.map((one) => item(one, nameOf));
    }
    return memberPairs({ [name]: value }).map(([, said]) => [label, nameOf(said) ?? said] as const);
  });
}

const spaced = (code: unknown) => String(code).replaceAll('_', ' ');
