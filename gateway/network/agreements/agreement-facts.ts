/** Tells people of an agreement: what either side gives, and what comes next of it. */
import { isFinal } from '../../../sharing-rules/network/agreement-states.ts';
import { inWords, type Term } from '../../http/schemas/terms.ts';
import type { ShownAgreement } from './agreement.schema.ts';
import { OF_GIVEN } from './agreement.terms.ts';

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
  grant: 'a grant under it, once there is one, lets them ask',
  over: '',
};

/** Lists the fingerprints that both sides read out to each other. */
export const fingerprintRows = ({ fingerprints, name }: ShownAgreement) =>
  [
    ['This agreement', fingerprints.agreement],
    ['Key of our log', fingerprints.logKey],
    [`Key of the log of ${name}`, fingerprints.otherLogKey],
  ] as const;

/** Names the file that the other side takes in. */
export const fileNameOf = ({ ori, id }: Pick<ShownAgreement, 'id' | 'ori'>): string =>
  `agreement-for-${ori}-${id.slice('sha256:'.length, 'sha256:'.length + 8)}.json`;
