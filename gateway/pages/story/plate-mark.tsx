/** The mark of a plate in pictures: a color and a shape, so that no plate is told by its color alone. */
import type { StoryPlate } from './tell-story.ts';

/** The number of colors, as the style sheet has them. */
const COLORS = 6;

/** SVG paths about the origin. */
const SHAPES = [
  'M-7 0A7 7 0 1 0 7 0A7 7 0 1 0 -7 0Z',
  'M-6 -6H6V6H-6Z',
  'M0 -8L8 6H-8Z',
  'M0 -8L8 0L0 8L-8 0Z',
  'M-8 -6H8L0 8Z',
] as const;

const SHAPE_NAMES = ['circle', 'square', 'triangle', 'diamond', 'upturned triangle'] as const;

type Place = Pick<StoryPlate, 'at'>;

export const colorIndexOf = ({ at }: Place) => at % COLORS;
export const colorOf = (plate: Place) => `story-${colorIndexOf(plate)}`;
export const shapeOf = ({ at }: Place) => SHAPES[at % SHAPES.length] as string;
export const shapeNameOf = ({ at }: Place) => SHAPE_NAMES[at % SHAPE_NAMES.length] as string;

/** Shows the mark in running text; its words say the same. */
export function PlateMark({ plate }: { readonly plate: Place }) {
  return (
    <svg class={`story-mark ${colorOf(plate)}`} viewBox="-10 -10 20 20" aria-hidden="true">
      <path d={shapeOf(plate)} />
    </svg>
  );
}
