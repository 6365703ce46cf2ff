/** The policy read as a table, third part: what for, and on what ground. */
import type { JudicialProcess } from '../../../sharing-rules/terms/query.ts';
import { DAY, type Facts } from './facts.ts';
import type { Line } from './line.ts';
import { WORDS_BESIDE } from './reading-of-incident.ts';

const blank = (text: string | undefined) => text === undefined || text.trim() === '';
const KINDS = ['arrest_warrant', 'search_warrant', 'subpoena', 'court_order'];

/** Court, docket, judge, and a day that has come, or has come where the sun rises earlier. */
function isWhole(process: JudicialProcess, now: number): boolean {
  const day = /^\d{4}-\d\d-\d\d$/.test(process.issuedOn) ? Date.parse(process.issuedOn) : Number.NaN;
  const texts = [process.court, process.docket, process.judge];
  return KINDS.includes(process.kind) && !texts.some(blank) && day <= now + DAY;
}

/** Forms I-200, I-205, I-247 and their kin, and papers of an immigration authority, are not of a court (24-76.6). */
function isAdministrative({ court, docket, judge, kind }: JudicialProcess): boolean {
  const text = [kind, court, docket, judge].join(' ; ').toLowerCase();
  return /\bi-?(200|205|213|247)[a-z]?\b|immigration|deportation|detainer|\bice\b|\bero\b|administrative/.test(
    text,
  );
}

/** `2026CR321`, `26-CR-321`, `D0012026CR000321`: [court] year, kind, number; hyphens between them or none. */
function isFiled(caseNumber: string): boolean {
  const parts = caseNumber.split(/-?(CR|F|M|T|GS|GJ|JD|JV)-?/);
  const [before = '', , number = ''] = parts;
  const year = before.replace(/^[CD][0-9]{3}-?/, '');
  return parts.length === 3 && /^(19|20)?[0-9]{2}$/.test(year) && /^[0-9]{1,7}$/.test(number);
}

/** A colleague's words are no rewording of hers who was refused; her own first ones are honest if the screen passes them. */
function isHonestlyReworded({ findings, rewording }: Facts): boolean {
  const denied = findings.filter(({ effect }) => effect === 'deny').map(({ code }) => code);
  const isObjected = ({ code, effect }: (typeof findings)[number]) =>
    effect === 'review' && /^narrative_(immigration|protected_)/.test(code);
  // What says nothing but of whom the law protects is prohibited, too.
  const hasProhibited =
    denied.some((code) => /^narrative_/.test(code)) ||
    (denied.includes('purpose_vague') && findings.some(isObjected));
  return rewording === 'colleague' || (rewording === 'first' && !hasProhibited);
}

/** A window that begins before the owner's hours asks for a warrant, whatever it is for; a list or a hit has none. */
const asksByAge = ({ dataClass, limits, now, query, stated }: Facts): boolean =>
  stated === 'approved' &&
  ['reads', 'own'].includes(dataClass) &&
  limits.warrantAfterHours !== undefined &&
  now - query.from > limits.warrantAfterHours * 3_600_000;
const lacksWarrant = (facts: Facts): boolean =>
  asksByAge(facts) && !/^(arrest|search)_warrant$/.test(facts.query.purpose.judicialProcess?.kind ?? '');
const asksForPaper = (facts: Facts) => facts.needs.has('judicialProcess') || asksByAge(facts);

export const byCourtOrder = ({ query }: Facts) => query.purpose.code === 'judicial_process';

export const WHAT_FOR: readonly Line[] = [
  {
    says: 'every query states its purpose (420.4)',
    code: 'purpose_missing',
    effect: 'deny',
    when: ({ stated }) => stated === 'nothing',
  },
  {
    says: 'immigration, infractions, private ends and the rest of the list are always refused (420.5, 7.2)',
    code: 'purpose_prohibited',
    effect: 'deny',
    when: ({ stated }) => stated === 'prohibited',
  },
  {
    says: 'the list is closed (7.2)',
    code: 'purpose_not_approved',
    effect: 'deny',
    when: ({ stated }) => stated === 'not_approved' || stated === 'not_listed',
  },
  {
    says: "some purposes belong to one class of agency (7.2: discovery is the prosecutor's)",
    code: 'purpose_not_approved',
    effect: 'deny',
    when: ({ classes, agency }) => classes !== null && agency !== null && !classes.includes(agency.class),
  },
  {
    says: 'some purposes are looked at by a person each time (7.2); of a court order, its document is (below)',
    code: 'purpose_not_approved',
    effect: 'review',
    when: (facts) => facts.held && !byCourtOrder(facts),
  },
  {
    says: 'the grant names its purposes',
    code: 'purpose_not_in_grant',
    effect: 'deny',
    when: ({ grant, query, stated }) =>
      grant !== null && stated === 'approved' && !grant.purposes.includes(query.purpose.code),
  },
  {
    says: 'a case or CAD number (6, P-17)',
    code: 'case_number_missing',
    effect: 'deny',
    when: ({ needs, query }) => needs.has('caseNumber') && blank(query.purpose.caseNumber),
  },
  {
    says: 'of the form that section 6 gives',
    code: 'case_number_invalid',
    effect: 'deny',
    when: ({ query }) =>
      !blank(query.purpose.caseNumber) && !/^[A-Z0-9][A-Z0-9-]{3,29}$/.test(query.purpose.caseNumber ?? ''),
  },
  {
    says: 'a justification or an incident, an offense for some, and a supervisor for danger to life (6, 17, P-12)',
    code: 'purpose_missing',
    effect: 'deny',
    when: ({ needs, query: { purpose }, stated }) =>
      (needs.has('justification') &&
        (purpose.incident === undefined || WORDS_BESIDE.has(purpose.code)) &&
        blank(purpose.justification)) ||
      ((needs.has('offense') || (stated === 'approved' && purpose.incident?.kind === 'offense')) &&
        purpose.offense === undefined) ||
      (needs.has('supervisor') && blank(purpose.supervisor)),
  },
  {
    says: 'two characters say nothing, where no incident says it (6.5, 17)',
    code: 'purpose_vague',
    effect: 'deny',
    when: ({ needs, query: { purpose } }) =>
      needs.has('justification') &&
      purpose.incident === undefined &&
      !blank(purpose.justification) &&
      (purpose.justification ?? '').trim().length < 3,
  },
  {
    says: "a prosecutor's case is filed, and then has a court's number, or is looked at (3.4, P-06); a docket is one",
    code: 'case_number_invalid',
    effect: 'review',
    when: ({ agency, needs, query: { purpose } }) =>
      agency?.class === 'prosecutor' &&
      !needs.has('judicialProcess') &&
      !blank(purpose.caseNumber) &&
      !isFiled(purpose.caseNumber ?? ''),
  },
  {
    says: 'an offense that the tables know, where one is given (6)',
    code: 'offense_unknown',
    effect: 'deny',
    when: ({ offenseKind }) => offenseKind === 'unknown',
  },
  {
    says: 'immigration offenses are refused; a court order is the only way past (420.5(d), 24-74-103)',
    code: 'offense_immigration',
    effect: 'deny',
    when: (facts) => facts.offenseKind === 'immigration' && !byCourtOrder(facts),
  },
  {
    says: 'infractions are refused; a court order is the only way past (420.5(d), 42-4-1701)',
    code: 'offense_minor_traffic',
    effect: 'deny',
    when: (facts) => facts.offenseKind === 'minor_traffic' && !byCourtOrder(facts),
  },
  {
    says: 'protected health care is refused, with a court order too (SB25-129)',
    code: 'offense_protected_health',
    effect: 'deny',
    when: ({ offenseKind }) => offenseKind === 'protected_health',
  },
  {
    says: 'the purpose covers the offense; what gathers everything else is never sufficient (7.1, 7.2)',
    code: 'purpose_contradiction',
    effect: 'deny',
    when: ({ stated, covers, offenseKind, offenseListed }) => {
      if (stated !== 'approved' || covers === 'any_by_court_order') return false;
      if (offenseKind === 'insufficient') return true;
      return ['ordinary', 'review'].includes(offenseKind) && covers === 'listed' && !offenseListed;
    },
  },
  {
    says: 'some offenses are looked at by a person (7.2)',
    code: 'purpose_contradiction',
    effect: 'review',
    when: ({ stated, covers, offenseKind, offenseListed }) =>
      stated === 'approved' && offenseKind === 'review' && (covers !== 'listed' || offenseListed),
  },
  {
    says: 'a paper of a court, whole: court, docket, judge, a day that has come (6, 7.2)',
    code: 'judicial_process_required',
    effect: 'deny',
    when: (facts) => {
      const { judicialProcess } = facts.query.purpose;
      return asksForPaper(facts) && (judicialProcess === undefined || !isWhole(judicialProcess, facts.now));
    },
  },
  {
    says: 'an old window is opened by a warrant alone, and no order or subpoena (16)',
    code: 'judicial_process_required',
    effect: 'deny',
    when: lacksWarrant,
  },
  {
    says: 'who does not affirm SB25-129 is refused; a hash or affirmation not given is the checking person to see (7.2)',
    code: 'judicial_process_required',
    effect: 'deny',
    when: (facts) => asksForPaper(facts) && facts.query.purpose.judicialProcess?.affirmation === false,
  },
  {
    says: 'what is called an arrest warrant and answered at once is one, or a person looks (7.2)',
    code: 'purpose_contradiction',
    effect: 'review',
    when: (facts) => {
      const { code, judicialProcess: paper } = facts.query.purpose;
      if (code !== 'arrest_warrant' || paper === undefined || lacksWarrant(facts)) return false;
      return paper.kind !== 'arrest_warrant' && paper.affirmation !== false && isWhole(paper, facts.now);
    },
  },
  {
    says: 'a form of the immigration authorities is no judicial process (24-76.6-101)',
    code: 'judicial_process_administrative',
    effect: 'deny',
    when: ({ query: { purpose } }) =>
      purpose.judicialProcess !== undefined && isAdministrative(purpose.judicialProcess),
  },
  {
    says: 'a person of the owner checks the document (7.2)',
    code: 'judicial_process_unverified',
    effect: 'review',
    when: (facts) =>
      (byCourtOrder(facts) || (asksByAge(facts) && facts.query.purpose.judicialProcess !== undefined)) &&
      !facts.judicialProcessVerified,
  },
  {
    says: 'words refused within a day and said otherwise go to a person (6)',
    code: 'narrative_pretext',
    effect: 'review',
    when: (facts) => facts.refusedBefore === true && !isHonestlyReworded(facts),
  },
  {
    says: 'who puts words right for the first time, or was refused none on the case, is accused of nothing (6)',
    code: 'narrative_reworded',
    effect: 'review',
    when: (facts) => facts.refusedBefore === true && isHonestlyReworded(facts),
  },
];
