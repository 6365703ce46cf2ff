/** Plates as whole numbers, so that an index of a million of them holds no strings. */

const BASE = 37;

/** Of a normalized plate of at most ten characters (37^10 is a safe integer); -1 for any other text. */
export function plateCode(plate: string): number {
  if (plate.length === 0 || plate.length > 10) return -1;
  let code = 0;
  for (let i = 0; i < plate.length; i++) {
    const char = plate.charCodeAt(i);
    // Digits are 1–10, letters 11–36: no plate is the beginning of another's number.
    if (char >= 0x30 && char <= 0x39) code = code * BASE + char - 0x2f;
    else if (char >= 0x41 && char <= 0x5a) code = code * BASE + char - 0x36;
    else return -1;
  }
  return code;
}

/** Two letters as a number; 0 for none. */
export function stateCode(state: string | null): number {
  return state === null ? 0 : state.charCodeAt(0) * 256 + state.charCodeAt(1);
}
