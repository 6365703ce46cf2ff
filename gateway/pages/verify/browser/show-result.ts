/** The one place where a verdict is shown: it is announced, takes the focus, and says what was checked. */
import { element, made } from './page-element.ts';

export interface Verdict {
  readonly verified: boolean;
  /** Follows `Verified` or `Not verified`. */
  readonly summary: string;
  /** The statements on what was checked and holds, or on what does not. */
  readonly findings: readonly string[];
  readonly facts?: readonly (readonly [name: string, value: string])[];
  /** The next steps, or the limits of this verdict. */
  readonly next: readonly string[];
}

/** Says of entries of kinds that this page does not know neither that they are right nor wrong. */
export function olderThan(kinds: readonly string[], findings: readonly string[]): Verdict {
  return {
    verified: false,
    summary: `this page is older than the log: it does not know the kinds ${kinds.slice(0, 20).join(', ')}. Everything else holds.`,
    findings,
    next: [
      "Open the page /verify of the gateway anew, or the newest release's, and check again. If that does not know them " +
        'either, ask the owner what such entries are.',
    ],
  };
}

const good = () => element('good', HTMLDivElement);
const bad = () => element('bad', HTMLDivElement);

export function showVerdict({ verified, summary, findings, facts = [], next }: Verdict): void {
  clearVerdict();
  const place = verified ? good() : bad();
  const heading = made('p', made('strong', verified ? 'Verified' : 'Not verified'), `: ${summary}`);
  place.append(heading);
  if (findings.length > 0) place.append(made('ul', ...findings.map((finding) => made('li', finding))));
  if (facts.length > 0) {
    const pairs = facts.flatMap(([name, value]) => [made('dt', name), made('dd', value)]);
    place.append(made('dl', ...pairs));
  }
  place.append(...next.map((sentence) => made('p', sentence)));
  place.hidden = false;
  place.focus();
}

export function clearVerdict(): void {
  for (const place of [good(), bad()]) {
    place.replaceChildren();
    place.hidden = true;
  }
}
