/**
 * Divides the days of a search into stretches, so that each statement opens only a few partitions, and a
 * search that finds enough on the newest days never reads the years before.
 */
import { DAY } from '../../../sharing-rules/terms/retention.ts';
import { utcDay } from '../../../sharing-rules/terms/utc-day.ts';

/** UTC days, `YYYY-MM-DD`, both inclusive. */
export interface Days {
  readonly first: string;
  readonly last: string;
}

const FEWEST = 8;

/**
 * Yields stretches without gaps from the newest day back; none if `first` is after `last`.
 * @param growth factor by which each stretch is longer than the one before
 */
export function* stretchesBack(
  { first, last }: Days,
  { fewest, growth } = { fewest: FEWEST, growth: 4 },
): Generator<Days> {
  let end = numberOf(last);
  for (let length = fewest; end >= numberOf(first); length *= growth) {
    const begin = Math.max(end - length + 1, numberOf(first));
    yield { first: utcDay(begin * DAY), last: utcDay(end * DAY) };
    end = begin - 1;
  }
}

/** Yields stretches from the oldest day on, all short, since every one of them will be read. */
export function* stretchesOn({ first, last }: Days): Generator<Days> {
  for (let begin = numberOf(first); begin <= numberOf(last); begin += FEWEST) {
    const end = Math.min(begin + FEWEST - 1, numberOf(last));
    yield { first: utcDay(begin * DAY), last: utcDay(end * DAY) };
  }
}

function numberOf(day: string): number {
  return Math.floor(Date.parse(day) / DAY);
}
