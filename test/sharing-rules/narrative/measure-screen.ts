/**
 * How long the screen takes, run by hand: `npx tsx test/sharing-rules/narrative/measure-screen.ts`.
 * Prints the median microseconds per call for texts of 2,000 characters; the budget is 100 for ordinary prose.
 */
import { screen } from '../../../sharing-rules/narrative/screen.ts';
import { PROSE } from '../../programs/bench/decide/screened-prose.ts';

const LENGTH = 2000;
const ROUNDS = 9;
const CALLS = 500;

const fill = (text: string) => text.repeat(Math.ceil(LENGTH / text.length)).slice(0, LENGTH);

/** Words that no list knows, all different, so that nothing is remembered. */
function unfamiliar(seed: number): string {
  let text = '';
  for (let n = seed; text.length < LENGTH; n += 7919) {
    let word = '';
    for (let rest = n; rest > 0; rest = Math.floor(rest / 14)) {
      word += 'bdfgklmnprstvz'.charAt(rest % 14) + 'aeiou'.charAt(rest % 5);
    }
    text += `${word} `;
  }
  return text.slice(0, LENGTH);
}

/** Of any alphabet, in another order each time. */
function glyphs(seed: number): string {
  let text = '';
  for (let n = 0; n < LENGTH; n++)
    text += String.fromCodePoint(0x80 + ((seed * 104_729 + n * 7919) % 0xd700));
  return text;
}

function median(textOf: (call: number) => string): number {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const texts = Array.from({ length: CALLS }, (_, call) => textOf(round * CALLS + call));
    const start = performance.now();
    for (const justification of texts) screen({ code: 'violent_crime', justification });
    times.push(((performance.now() - start) * 1000) / CALLS);
  }
  return times.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] as number;
}

const CASES: Readonly<Record<string, (call: number) => string>> = {
  prose: () => PROSE,
  'short reason': () => 'stolen vehicle',
  'Cyrillic look-alikes': () => fill(PROSE.replaceAll('a', 'а').replaceAll('e', 'е')),
  'URL encoding': () => fill('%49%43%45 '),
  'spaced letters': () => fill('I C E '),
  'digits for letters': () => fill('1mm1gr4t10n '),
  'one letter': () => fill('a'),
  'glyphs of eighteen characters': () => fill('\ufdfa'),
  'glyphs of two letters': () => fill('№'),
  'glyphs, never the same': (call) => glyphs(call),
  'broken escapes': () => fill('%c0%80x'),
  'alien numbers': () => fill('a 1 2 3 '),
  'words cut in pieces': () => fill('immi gration '),
  'honest phrases': () => fill('ice cream '),
  'unfamiliar words, never the same': (call) => unfamiliar(1_000_003 + call * 104_729),
};

for (const textOf of Object.values(CASES)) median(textOf);
for (const [name, textOf] of Object.entries(CASES)) {
  process.stdout.write(`${name}: ${median(textOf).toFixed(1)} µs\n`);
}
