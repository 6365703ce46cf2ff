/** Says to the asker what can be done about each reason: in the words of the table, and for the query that was asked. */
import { fittingPurposes, type Stated } from './incident/fitting-purposes.ts';
import { incidentRowOf } from './incident/table.ts';
import type { FoundWords, Reason } from './terms/decision.ts';
import { ATTESTED } from './terms/query.ts';
import { type PublicReason, sentence } from './terms/reasons.ts';

/** The words that a reason is about, as the asker is shown them. */
export type ShownWords = Pick<FoundWords, 'field' | 'words' | 'frame' | 'meant'>;

/** A reason as only the asker sees it: with the words of the query that it is about, and what can be done about them. */
export interface AskersReason extends PublicReason {
  readonly found?: readonly ShownWords[];
  readonly whatToDo?: string;
}

/**
 * Adds the asker's own words, so it is for the asker alone.
 * @param stated of the query; absent where no query was asked
 */
export function askersReasons(reasons: readonly Reason[], stated?: Stated): AskersReason[] {
  return reasons.map((given) => {
    const { effect: _, found, ...shown } = given;
    const told = whatToDo(given, stated);
    return {
      ...shown,
      ...(found === undefined ? {} : { found: shownWords(found) }),
      ...(told === null ? {} : { whatToDo: told }),
    };
  });
}

/** Shows each once, without its place, which is one in the text as it was read. */
export function shownWords(found: readonly FoundWords[]): ShownWords[] {
  const shown = found.map(({ field, words, frame, meant }) => ({
    ...{ field, words },
    ...(frame && { frame }),
    ...(meant !== undefined && { meant }),
  }));
  return [...new Map(shown.map((one) => [JSON.stringify(one), one])).values()];
}

/** True where the asker's word for what they are would have a person read a query that is denied. */
function canBeStated({ effect, found = [] }: Pick<Reason, 'effect' | 'found'>): boolean {
  return effect === 'deny' && found.length > 0 && found.every(({ frame }) => frame === 'none');
}

/** True where some of the words were read as of who wants the query, beside a crime that it covers. */
function isRequested({ effect, found = [] }: Pick<Reason, 'effect' | 'found'>): boolean {
  return effect === 'deny' && found.some(({ frame }) => frame === 'requester');
}

/** Lists what words can be said to be: a thing is called by a name, too. */
const KINDS = `\`words\`, and \`is\`: ${ATTESTED.map((kind) => `\`${kind}\``).join(', ')}; a thing is a name`;

/** Comes before all that can be done about words. */
const INCIDENT_FIRST =
  'state the incident first of all, in place of the words: what is chosen cannot be misread';
const LEAVE_OUT = 'or leave these words out, where the case does not need them';
const LEAVE_OUT_BESIDE = 'or leave these words out, since the incident says what happened';

const SAY_IT =
  'or if nobody wants the query for them, say what happened without a word that asks beside these words (such as for, by, ' +
  'per, with, ask, assist, contact, check, request, list, case, hold, status, subject, my, our), or among them (detainer, ' +
  `hold, status), and say in \`purpose.context\` what they are (${KINDS}): that counts only where nobody asks`;

const STATE_IT =
  'or write an abbreviation out; or if these words only name a person, a place or a thing, or are of a victim or witness, ' +
  `or of the suspect's own conduct, say so in \`purpose.context\` (${KINDS}): a person reads the query then`;

const NAME_IT =
  'no crime that the purpose covers was read in it: where there is one, name it in plain words (stolen, burglary), and ' +
  `say in \`purpose.context\` what these words are (${KINDS})`;

/** Suggests the purpose that fits what was stated, where it clashes with the one chosen; else null. */
function fitting({ code, detail = '', effect }: Reason, stated: Stated | undefined): string | null {
  if (stated === undefined || effect !== 'deny') return null;
  const isOfOffense = code === 'purpose_contradiction' && detail === 'offense_not_covered';
  if (!isOfOffense && code !== 'incident_contradiction') return null;
  const { incident, offense } = stated;
  const fit = fittingPurposes({
    ...(isOfOffense || incident === undefined ? {} : { incident }),
    ...(offense === undefined ? {} : { offense }),
  });
  if (fit.length === 0) return null;
  const names = fit.map(({ code, title }) => `${title} (\`${code}\`)`).join(', or ');
  return isOfOffense ? `the offense is covered by: ${names}` : `what was stated goes with: ${names}`;
}

/** True where no frame was asked of the words, since no crime that the purpose covers stands beside them. */
function isUnframed({ code, effect, found = [] }: Pick<Reason, 'code' | 'effect' | 'found'>): boolean {
  const isOfWords = effect === 'deny' && code.startsWith('narrative_') && found.length > 0;
  return isOfWords && found.every(({ frame }) => frame === undefined);
}

/** Asks `did you mean "warrant" by "wtarr"? then write it so`: the words go to the asker alone. */
function askedBack(found: readonly FoundWords[]): string {
  const meant = found.flatMap(({ words, meant }) =>
    meant === undefined ? [] : [`"${meant}" by "${words}"`],
  );
  return meant.length === 0
    ? ''
    : `did you mean ${meant.join(', ')}? then ask again with it written so; else `;
}

/** Says what to do; null where the code's own sentence says all. */
function whatToDo(given: Reason, stated: Stated | undefined): string | null {
  const { effect, found } = given;
  const fits = fitting(given, stated);
  if (fits !== null) return `${sentence(given)}; ${fits}`;
  if (found === undefined) return null;
  const inTheirWords = found.some(({ field }) => field === 'justification') ? stated : undefined;
  const asked = askedBack(found);
  const steps = [`${asked}${sentence(given)}`];
  if (inTheirWords?.incident !== undefined) {
    steps.push(
      effect === 'review' ? `${LEAVE_OUT_BESIDE}, or wait until a person has read them` : LEAVE_OUT_BESIDE,
    );
  } else {
    if (inTheirWords !== undefined && incidentRowOf(inTheirWords.code)) steps.unshift(INCIDENT_FIRST);
    if (canBeStated(given) || isRequested(given)) steps.push(LEAVE_OUT);
  }
  if (asked === '') steps.push(...aboutWords(given));
  return steps.join('; ');
}

/** Says what else can be done about words that are refused. */
function aboutWords(given: Reason): string[] {
  if (canBeStated(given)) return [STATE_IT];
  if (isRequested(given)) return [SAY_IT];
  return isUnframed(given) ? [NAME_IT] : [];
}
