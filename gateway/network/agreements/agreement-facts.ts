/** Tells people of an agreement: what either side gives, and what comes next of it. */
import { isFinal } from '../../../sharing-rules/network/agreement-states.ts';
import { inWords, type Term } from '../../http/schemas/terms.ts';
import type { ShownAgreement } from './agreement.schema.ts';
import { OF_GIVEN, PARTY_TERMS } from './agreement.terms.ts';

export interface GivenRow {
  readonly term: string;
  readonly weGive: string;
  readonly theyGive: string;
}

/** Lists each term, with what either side gives. */
export function givenRows({ agreement: { gives, parties }, ori }: ShownAgreement): GivenRow[] {
  const own = parties.find((party) => party.ori !== ori)?.ori ?? '';
  const words = (giver: string, member: keyof typeof OF_GIVEN) =>
    gives[giver] === undefined ? 'nothing' : inWords(OF_GIVEN[member] as Term, gives[giver][member]);
  return (Object.keys(OF_GIVEN) as (keyof typeof OF_GIVEN)[]).map((member) => ({
    term: OF_GIVEN[member].label,
    weGive: words(own, member),
    theyGive: words(ori, member),
  }));
}

/**
 * The step that comes next: `first` and `second` of our two persons accept; `send` the file, or wait for those whose gateway
 * was `told`; `grant` once it is in force; none if it is `over`.
 */
export type NextStep = 'first' | 'second' | 'send' | 'told' | 'grant' | 'over';

export function nextStepOf({ acceptedBy, acceptedFirstBy, notes, status }: ShownAgreement): NextStep {
  if (isFinal(status)) return 'over';
  if (status === 'in_force') return 'grant';
  if (acceptedBy === null) return acceptedFirstBy === null ? 'first' : 'second';
  return notes.some(({ side, toldAt }) => side === 'ours' && toldAt !== null) ? 'told' : 'send';
}

export const NEXT_WORDS: Readonly<Record<NextStep, string>> = {
  first: 'two persons here accept it',
  second: 'another person here accepts it',
  send: 'the other side takes in our file',
  told: 'two persons of the other side accept it',
  grant: 'nothing: they may ask while a grant under it is in force',
  over: '',
};

/** Lists the fingerprints that both sides read out to each other. */
export const fingerprintRows = ({ fingerprints, name }: ShownAgreement) =>
  [
    ['This agreement', fingerprints.agreement],
    ['Key of our log', fingerprints.logKey],
    [`Key of the log of ${name}`, fingerprints.otherLogKey],
  ] as const;

/** The members of our own metadata (RFC 9728) that the form of the other side asks for. */
export interface OwnMetadata {
  readonly resource: string;
  readonly authorization_servers?: readonly string[];
  readonly alpr_ori: string;
  readonly alpr_log_key: string;
}

/** Returns the address, the issuer and the key of the log by which the other side names us. */
export function partyFacts({ alpr_log_key, authorization_servers = [], resource }: OwnMetadata) {
  // A log that changes its key has two, and the one that stays is the last.
  const key = alpr_log_key.split(' ').at(-1) ?? '';
  return [
    [PARTY_TERMS.resource, resource],
    [PARTY_TERMS.issuer, authorization_servers[0] ?? 'none is registered'],
    [PARTY_TERMS.logKey, key],
  ] as const;
}

/** Names the file that the other side takes in. */
export const fileNameOf = ({ ori, id }: Pick<ShownAgreement, 'id' | 'ori'>): string =>
  `agreement-for-${ori}-${id.slice('sha256:'.length, 'sha256:'.length + 8)}.json`;
