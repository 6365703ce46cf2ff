/**
 * Tells whether refused words stand where somebody wants the query for them: a request, a hold, a search for
 * another. The screen can misread all others: nobody is a suspect by its word alone (Policy 420.9.1).
 */
import { frameOf } from './narrative/frames.ts';
import type { Finding } from './terms/decision.ts';
import { normaliseAll } from './text/normalise.ts';

/** @param justification as it was typed */
export function areWanted(findings: readonly Finding[], justification: string): boolean {
  const { text } = normaliseAll(justification);
  return findings.some(
    ({ effect, found = [] }) =>
      effect === 'deny' &&
      found.some(
        ({ field, frame, start, end }) =>
          // An officer, a supervisor or a court is who wants it.
          field !== 'justification' || (frame ?? frameOf(text, start, end)) === 'requester',
      ),
  );
}
