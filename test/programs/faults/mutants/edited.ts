/** The text of a source file with one edit of a mutant. */

export interface Edit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** @throws Error where the edit does not apply to exactly one place: the source has changed, and so must the mutant. */
export function edited(text: string, { file, from, to }: Edit, name: string): string {
  const places = text.split(from).length - 1;
  if (places !== 1)
    throw new Error(`mutant \`${name}\`: its edit of \`${file}\` applies to ${places} places, not to one`);
  return text.replace(from, () => to);
}
