/** The policy read as a table, first part: who asks, and for whom. */

import type { OfficerPapers } from '../../../sharing-rules/terms/asker.ts';
import { DAY, type Facts } from './facts.ts';
import type { Line } from './line.ts';

const WELL_FORMED = /^[A-Z]{2}[A-Z0-9]{7}$/;
/** Domain notes 3.3: letters of a federal service in an ORI of any state. */
const FEDERAL_MARK = /^..(DI[01]|DEA|USM|FBI|ICE|INS|ATF|USS)/;

const blank = (text: string | undefined) => text === undefined || text.trim() === '';
const isColorado = (ori: string) => ori.startsWith('CO') && !FEDERAL_MARK.test(ori);

/** Of the agency's own word about its officer: whose he is, and whether lent. */
function attestsAnother({ agency }: Facts, papers: OfficerPapers): boolean {
  if (agency === null || papers.employerOri === null) return false;
  return papers.federalDetail === true || !agency.oris.some((ori) => ori === papers.employerOri);
}

const isOwner = ({ agency, subject, owner }: Facts) =>
  subject.ori === owner || agency?.oris.includes(owner) === true;

/** Anyone who asks, and whom she names beside herself: what holds of one of them holds of the query. */
const standings = ({ officer, named }: Facts) => [officer, ...(named ? [named.standing] : [])];
const papersOfAll = ({ officerPapers, named }: Facts) =>
  [officerPapers, named?.papers].filter((papers) => papers !== undefined);

export const WHO: readonly Line[] = [
  {
    says: 'an ORI is nine characters, capitals and digits, and is never corrected (3.5)',
    code: 'ori_malformed',
    effect: 'deny',
    when: ({ subject }) => !WELL_FORMED.test(subject.ori),
  },
  {
    says: 'only an exact entry of the registry is known (P1); what is no ORI is not looked up (3.6)',
    code: 'agency_unknown',
    effect: 'deny',
    when: ({ agency, subject }) => agency === null && WELL_FORMED.test(subject.ori),
  },
  {
    says: 'Colorado agencies bound by article 74, without a part in immigration enforcement; all ORIs of an entity stand and fall together (P1, 3.4, 3.5)',
    code: 'agency_not_eligible',
    effect: 'deny',
    when: ({ agency, classAnswer, subject }) =>
      agency !== null &&
      (!['eligible', 'review'].includes(classAnswer) ||
        !agency.boundByArticle74 ||
        agency.has287g ||
        agency.federalMembers ||
        agency.state !== 'CO' ||
        [subject.ori, agency.ori, ...agency.oris].some((ori) => !isColorado(ori))),
  },
  {
    says: 'a federal mark is told so even where nobody registered it, and so is another state (3.3)',
    code: 'agency_not_eligible',
    effect: 'deny',
    when: ({ subject, agency }) =>
      FEDERAL_MARK.test(subject.ori) ||
      (agency === null && WELL_FORMED.test(subject.ori) && !isColorado(subject.ori)),
  },
  {
    says: 'private campuses, corrections, parole and courts: where article 74 binds them, a person looks at each query (3.4)',
    code: 'agency_not_eligible',
    effect: 'review',
    when: ({ agency }) =>
      agency?.boundByArticle74 === true && ['campus_private', 'corrections'].includes(agency.class),
  },
  {
    says: 'an entry that nobody confirmed may be granted nothing (3.7)',
    code: 'agency_not_eligible',
    effect: 'deny',
    when: ({ agency }) => agency !== null && !['active', 'suspended', 'retired'].includes(agency.status),
  },
  {
    says: 'the owner is no partner of itself (1), and its own use is nobody else’s (15)',
    code: 'agency_not_eligible',
    effect: 'deny',
    when: (facts) => isOwner(facts) !== (facts.dataClass === 'own'),
  },
  {
    says: 'an agency asks for itself: neither as the owner, nor as a gateway without an agreement (15)',
    code: 'no_onward',
    effect: 'deny',
    when: (facts) => {
      const { asker } = facts.query;
      return (
        (facts.dataClass === 'own' && !isOwner(facts)) ||
        (asker !== undefined && facts.peerOrigin !== asker.origin)
      );
    },
  },
  {
    says: 'other agencies are asked under an agreement: 403 only where none is left (15)',
    code: 'no_agreement',
    effect: 'deny',
    when: ({ nobodyToAsk }) => nobodyToAsk === true,
  },
  {
    says: 'status is enforced at the decision (3.5)',
    code: 'agency_suspended',
    effect: 'deny',
    when: ({ agency }) => agency?.status === 'suspended',
  },
  {
    says: 'superseded agencies are retired (3.4)',
    code: 'agency_retired',
    effect: 'deny',
    when: ({ agency }) => agency?.status === 'retired',
  },
  {
    says: 'an agreement in force that ensures article 74 (24-74-106)',
    code: 'agreement_expired',
    effect: 'deny',
    when: ({ agency, now }) => {
      if (agency === null) return false;
      const { agreement } = agency;
      if (agreement === null || !agreement.article74 || agreement.signedOn > now) return true;
      return agreement.expiresOn !== null && agreement.expiresOn <= now;
    },
  },
  {
    says: 'a certification under penalty of perjury (24-74-105)',
    code: 'certification_missing',
    effect: 'deny',
    when: ({ agency, dataClass, now }) => {
      if (agency === null || dataClass === 'own') return false;
      const { certification } = agency;
      return certification === null || blank(certification.signer) || certification.signedOn > now;
    },
  },
  {
    says: 'renewed every 365 days (24-74-105)',
    code: 'certification_expired',
    effect: 'deny',
    when: ({ agency, dataClass, now }) => {
      const certification = agency?.certification ?? null;
      return (
        dataClass !== 'own' &&
        certification !== null &&
        !blank(certification.signer) &&
        now - certification.signedOn > 365 * DAY
      );
    },
  },
  {
    says: 'a token of an ORI or entity other than the one registered is nobody of ours (3.6, 9.2)',
    code: 'employer_mismatch',
    effect: 'deny',
    when: ({ agency, subject }) =>
      agency !== null && (agency.id !== subject.agencyId || !agency.oris.includes(subject.ori)),
  },
  {
    says: 'an officer named must belong to the asking entity: no search by proxy (6)',
    code: 'employer_mismatch',
    effect: 'deny',
    when: ({ agency, query }) =>
      agency !== null &&
      query.onBehalfOf !== undefined &&
      !(agency.oris as readonly string[]).includes(query.onBehalfOf.ori),
  },
  {
    says: 'a system names its officer (6)',
    code: 'on_behalf_of_missing',
    effect: 'deny',
    when: ({ subject, query }) =>
      query.onBehalfOf === undefined
        ? subject.kind === 'system'
        : blank(query.onBehalfOf.id) || blank(query.onBehalfOf.name),
  },
  {
    says: 'nobody asks for an officer who, by name, is of ICE, HSI or another of their kind (0.2, 420.5(d))',
    code: 'narrative_immigration',
    effect: 'deny',
    when: ({ query }) => /^(ICE Agent .*|.*, HSI)$/.test(query.onBehalfOf?.name ?? ''),
  },
  {
    says: 'three capitals that are also a surname are for a person to look at',
    code: 'narrative_immigration',
    effect: 'review',
    when: ({ query }) => query.onBehalfOf?.name === 'ICE',
  },
  {
    says: 'nor for one of another federal agency, which must bring a court order of its own (0.2)',
    code: 'narrative_federal_assist',
    effect: 'deny',
    when: ({ query }) => /^FBI /.test(query.onBehalfOf?.name ?? ''),
  },
  {
    says: 'a person signs in with two factors; a system is bound to a key and its agency attests its officers (6)',
    code: 'mfa_required',
    effect: 'deny',
    when: ({ subject, agency }) =>
      subject.kind === 'person'
        ? !subject.mfa
        : !subject.senderConstrained || (agency !== null && agency.agreement?.officerMfa !== true),
  },
  {
    says: 'a sign-in not older than the session may be, and not from the future (6)',
    code: 'reauthentication_required',
    effect: 'deny',
    when: ({ subject, now, limits }) =>
      subject.kind === 'person' &&
      (subject.authenticatedAt === null ||
        now - subject.authenticatedAt > limits.sessionAge ||
        subject.authenticatedAt - now > limits.futureSkew),
  },
  {
    says: 'a suspended officer asks nothing; a standing that nobody defined is none',
    code: 'subject_suspended',
    effect: 'deny',
    when: (facts) => standings(facts).some((officer) => !['new', 'active', 'held'].includes(officer)),
  },
  {
    says: 'whom the agency itself attests to be employed elsewhere, or lent to a federal agency, asks nothing (K-01)',
    code: 'employer_mismatch',
    effect: 'deny',
    when: (facts) => papersOfAll(facts).some((papers) => attestsAnother(facts, papers)),
  },
  {
    says: 'employer, federal detail and training are attested of an officer within the limit (AC-2(d), P-19)',
    code: 'subject_suspended',
    effect: 'deny',
    when: (facts) => {
      const { agency, limits, now } = facts;
      const days = limits.attestationDays;
      if (agency === null || days === undefined) return false;
      return papersOfAll(facts).some(
        ({ attestedAt, enrolledAt, trainedOn }) =>
          (attestedAt === null || trainedOn === null) && now >= enrolledAt + days * DAY,
      );
    },
  },
  {
    says: 'an attestation holds a year, training two (24-74-105, P-19)',
    code: 'subject_suspended',
    effect: 'deny',
    when: (facts) => {
      const { agency, limits, now } = facts;
      if (agency === null || limits.attestationDays === undefined) return false;
      return papersOfAll(facts).some(
        ({ attestedAt, trainedOn }) =>
          attestedAt !== null &&
          trainedOn !== null &&
          (now > attestedAt + 365 * DAY || now > trainedOn + 730 * DAY),
      );
    },
  },
  {
    says: 'officers above the declared roster are held for review (6)',
    code: 'subject_suspended',
    effect: 'review',
    when: (facts) => standings(facts).includes('held'),
  },
];
