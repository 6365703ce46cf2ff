/** Tells which queries are about a life in danger: held, one of them pages a reviewer at once (Policy 420.4). */
import type { IncidentKind } from './terms/incident.ts';

/** Codes of purposes. */
export const LIFE_SAFETY_PURPOSES: readonly string[] = ['exigent_life_safety', 'missing_endangered'];

/** The kinds of incident that endanger a life, under whatever purpose. */
export const LIFE_SAFETY_KINDS: readonly IncidentKind[] = ['missing_person', 'endangered_person'];
