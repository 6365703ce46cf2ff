/**
 * The days of the log in which a search looks, a few at a time: each statement then opens only their partitions. One that
 * finds enough on the newest days never sees the years before.
 */
import { DAY } from '../../../sharing-rules/terms/retention.ts';
import { utcDay } from '../../../sharing-rules/terms/utc-day.ts';

/** UTC days, `YYYY-MM-DD`; both inclusive. */
export interface Days {
  readonly first: string;
  readonly last: string;
}

const FEWEST = 8;
/** Each stretch is so many times as long as the one before. */
const GROWTH = 4;

/** Stretches of days without a gap that cover those given, from the newest back. None where `first` is after `last`. */
export function* stretchesBack({ first, last }: Days): Generator<Days> {
  let end = numberOf(last);
  for (let length = FEWEST; end >= numberOf(first); length *= GROWTH) {
    const begin = Math.max(end - length + 1, numberOf(first));
    yield { first: utcDay(begin * DAY), last: utcDay(end * DAY) };
    end = begin - 1;
  }
}

/** The same from the oldest on; as short as they begin, since all of them will be read. */
export function* stretchesOn({ first, last }: Days): Generator<Days> {
  for (let begin = numberOf(first); begin <= numberOf(last); begin += FEWEST) {
    const end = Math.min(begin + FEWEST - 1, numberOf(last));
    yield { first: utcDay(begin * DAY), last: utcDay(end * DAY) };
  }
}

function numberOf(day: string): number {
  return Math.floor(Date.parse(day) / DAY);
}
