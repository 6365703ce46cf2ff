/** Originating Agency Identifiers: their form, and what the form can and cannot tell. */
import type { Ori } from './agency.ts';

// Letters occur in every place (`COCSPNO00`, `CO034019E`), so a digits-only pattern would refuse real agencies.
const ORI = /^[A-Z]{2}[A-Z0-9]{7}$/;

/** Federal identifiers, seen or expected, after the place's two characters: `DEDEA0100`, `GAUSMO400`. */
const FEDERAL_MARKS: ReadonlySet<string> = new Set([
  ...['ATF', 'CBP', 'DEA', 'DHS', 'ERO', 'FBI', 'HSI', 'ICE', 'INS', 'USM', 'USP', 'USS'],
  ...['DI0', 'DI1'],
]);

/**
 * Returns the ORI if `text` is exactly one, or null. Nothing is normalized: a tolerant match would let one
 * agency be mistaken for another (`C0034019E` is not `CO034019E`). Not a credential (CJISSECPOL IA-0).
 */
export function parseOri(text: string): Ori | null {
  return ORI.test(text) ? (text as Ori) : null;
}

/** True if the ORI lies in Colorado. A sanity check only: the prefix tells the place, never the sovereign. */
export function isColoradoPrefix(ori: string): boolean {
  return ori.startsWith('CO');
}

/**
 * True if the ORI has a federal identifier. Defense in depth behind the registry's class: many federal ORIs
 * (`FL0138000`) look like a city's, so `false` proves nothing.
 */
export function looksFederal(ori: string): boolean {
  const third = ori.charCodeAt(2);
  // A digit here is a county number: spare the look-up.
  return third >= 65 && FEDERAL_MARKS.has(ori.slice(2, 5));
}
