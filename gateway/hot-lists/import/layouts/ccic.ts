/**
 * Reads Colorado's `CCICLPR.TXT`: a header, then fixed width (0-based): plate 0–10, state 10–12, list type
 * 12–34, vehicle 34+.
 */
import type { LineReader } from './list-row.ts';

const STATE = /^[A-Z]{2}$/;

export function ccicReader(): LineReader {
  return (text, line) => {
    if (text.trim() === '') return null;
    const field = (from: number, to?: number) => text.slice(from, to).trim();
    const [plate, state, ccicType, note] = [field(0, 10), field(10, 12), field(12, 34), field(34)];
    const formed = (STATE.test(state) || state === '') && /^[A-Za-z]/.test(ccicType) && !plate.includes(' ');
    if (line === 1 && !(formed && STATE.test(state) && /\d/.test(plate))) return null;
    if (!formed) return { line, fault: 'not_a_ccic_record', layout: true };
    const entry = {
      plate,
      state: state === '' ? null : state,
      ccicType,
      note,
      reference: null,
      originator: null,
      effectiveAt: null,
      expiresAt: null,
    };
    return { line, entry };
  };
}
