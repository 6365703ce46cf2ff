/** Earlier runs of `judge`: what one printed with `--json`, kept for each file, and what another answers otherwise. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Effect } from '../../../../sharing-rules/terms/decision.ts';
import type { Row } from '../support/bench.ts';

/** One line's answer. */
export interface Answered {
  readonly text: string;
  readonly group: string;
  readonly effect: Effect;
  /** Codes and details. */
  readonly reasons: string;
}

/** Another answer than before to the same text of the same group. */
export interface Changed extends Answered {
  readonly was: string;
  /** It lets through more than before. */
  readonly loosened: boolean;
}

const STRICTNESS: Readonly<Record<Effect, number>> = { permit: 0, review: 1, deny: 2 };

/** Whether an answer lets through more than another. */
export function isLooser(effect: Effect, than: Effect): boolean {
  return STRICTNESS[effect] < STRICTNESS[than];
}

/** Where the last run of a file is kept. */
export function placeOf(file: string): string {
  const name = createHash('sha256').update(resolve(file)).digest('hex').slice(0, 16);
  return join(process.env.DATA_DIR ?? '.data', 'bench', `judge-${name}.ndjson`);
}

/** What an earlier run answered; null where there was none. @throws Error for a file that is no run. */
export function readRun(file: string): readonly Answered[] | null {
  if (statSync(file, { throwIfNoEntry: false }) === undefined) return null;
  const rows = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as object);
  const answered = rows.filter(isAnswered);
  if (rows.length > 0 && answered.length === 0) {
    throw new Error(`no answer in \`${file}\`: give what \`npm run --silent bench -- judge --json\` printed`);
  }
  return answered;
}

/** Whether the row is a line's answer: not a share, a change or the summary. */
export function isAnswered(row: object): row is Row & Answered {
  return isAnswer(row as Partial<Answered>);
}

function isAnswer(row: Partial<Answered>): boolean {
  return (
    typeof row.text === 'string' &&
    typeof row.group === 'string' &&
    typeof row.reasons === 'string' &&
    typeof row.effect === 'string' &&
    row.effect in STRICTNESS &&
    !('was' in row)
  );
}

/** Its owner alone can read it: what officers typed stands there. */
export function keepRun(file: string, rows: readonly Row[]): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''), { mode: 0o600 });
}

const nameOf = ({ text, group }: Answered) => JSON.stringify([text, group]);

export const inWords = ({ effect, reasons }: Pick<Answered, 'effect' | 'reasons'>) =>
  reasons === '' ? effect : `${effect} (${reasons})`;

/** What is answered otherwise now, the loosened first. */
export function changesSince(before: readonly Answered[], now: readonly Answered[]): readonly Changed[] {
  const known = new Map(before.map((one) => [nameOf(one), one]));
  const changed = now.flatMap((one): Changed[] => {
    const was = known.get(nameOf(one));
    if (was === undefined || (was.effect === one.effect && was.reasons === one.reasons)) return [];
    return [{ ...one, was: inWords(was), loosened: isLooser(one.effect, was.effect) }];
  });
  return changed.sort((a, b) => Number(b.loosened) - Number(a.loosened));
}
