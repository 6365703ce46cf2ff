/** Places labels on a picture, so that they cover neither each other nor what lies beyond the frame. */

export interface Labelled {
  readonly x: number;
  readonly y: number;
  /** The texts that it may show, each as lines, the longest first: the first that fits is shown. */
  readonly says: readonly (readonly string[])[];
  /** True if the last of them is shown even where there is no room. */
  readonly must: boolean;
  /** Pixels between the point and its label; 0: the label stands on it. */
  readonly gap: number;
}

export interface Label {
  readonly x: number;
  /** The baseline of the first line. */
  readonly y: number;
  readonly anchor: 'end' | 'middle' | 'start';
  readonly lines: readonly string[];
}

export const LINE = 15;
/** The width of a character of 13 pixels, about: in names of cameras it is 5.9 to 6.1. */
export const CHARACTER = 6.2;

export type Box = readonly [left: number, top: number, right: number, bottom: number];

export function isCovered([left, top, right, bottom]: Box, covered: readonly Box[]): boolean {
  return covered.some(([l, t, r, b]) => left < r && right > l && top < b && bottom > t);
}

export function boxOf({ anchor, lines, x, y }: Label): Box {
  const wide = Math.max(...lines.map((line) => line.length)) * CHARACTER;
  const left = { end: x - wide, middle: x - wide / 2, start: x }[anchor];
  return [left, y - LINE + 3, left + wide, y + 3 + (lines.length - 1) * LINE];
}

/**
 * Returns a label for each point, null where there is no room for it.
 * @param taken the boxes that no label covers
 */
export function placeLabels(
  points: readonly Labelled[],
  taken: readonly Box[],
  { height, width }: { readonly width: number; readonly height: number },
): readonly (Label | null)[] {
  const covered = [...taken];
  const isFree = (box: Box) =>
    box[0] >= 0 && box[1] >= 0 && box[2] <= width && box[3] <= height && !isCovered(box, covered);
  return points.map((point) => {
    const places = point.says.map((lines) => placesFor(point, lines));
    const found =
      places.flat().find(({ box }) => isFree(box)) ?? (point.must ? places.at(-1)?.[0] : undefined);
    if (found === undefined) return null;
    covered.push(found.box);
    return found.label;
  });
}

interface Place {
  readonly box: Box;
  readonly label: Label;
}

/** Returns the places for a label: on its point, or right and left of it, level with it, above and below. */
function placesFor({ gap, x, y }: Labelled, lines: readonly string[]): readonly Place[] {
  const wide = Math.max(...lines.map((line) => line.length)) * CHARACTER;
  const high = lines.length * LINE;
  const place = (left: number, top: number, anchor: Label['anchor'], at: number): Place => ({
    box: [left, top, left + wide, top + high],
    label: { x: at, y: top + LINE - 3, anchor, lines },
  });
  if (gap === 0) return [0, -LINE, LINE].map((by) => place(x - wide / 2, y - high / 2 + by, 'middle', x));
  return [y - high / 2, y - high - 4, y + 4].flatMap((top) => [
    place(x + gap, top, 'start', x + gap),
    place(x - gap - wide, top, 'end', x - gap),
  ]);
}
