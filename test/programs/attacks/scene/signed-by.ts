/** Which key signed a note (C2SP signed-note): name and key id of its first signature. */

/** Null where it is no signed note. */
export function keyOf(note: string): string | null {
  const [, name, signature] = /\n\n\u2014 (\S+) (\S+)\n/.exec(note) ?? [];
  return name === undefined || signature === undefined
    ? null
    : `${name} ${Buffer.from(signature, 'base64').subarray(0, 4).toString('hex')}`;
}
