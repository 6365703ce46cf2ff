/** Draws the map of a story into a PDF, as `reads-map.tsx` draws it into a page. */
import type PDFDocument from 'pdfkit';
import { type LaidOutMap, MAP_SIZE, type Stop } from '../story/lay-out-map.ts';
import { LINE } from '../story/place-labels.ts';
import { colorIndexOf, shapeOf } from '../story/plate-mark.tsx';

type Doc = InstanceType<typeof PDFDocument>;

/** The colors of the style sheet, as on paper. */
const COLORS = ['#005ea2', '#b50909', '#2e6f1e', '#8a4b08', '#7a2fa0', '#0f6b74'] as const;
const FAINT = '#a9aeb1';
const ROOM = 300;

/** @param width in points; its height follows */
export function drawMap(
  doc: Doc,
  map: LaidOutMap,
  { width, x, y }: { x: number; y: number; width: number },
): void {
  const { bar, grid, labels, stops, streetNames, streets, times, ways } = map;
  doc
    .save()
    .translate(x, y)
    .scale(width / MAP_SIZE.width);
  doc.rect(0, 0, MAP_SIZE.width, MAP_SIZE.height).clip();
  doc
    .lineWidth(0.7)
    .path(streets ?? grid)
    .stroke(FAINT);
  doc.lineWidth(1.5).rect(0, 0, MAP_SIZE.width, MAP_SIZE.height).stroke('black');
  for (const { angle, name, x: middle, y: base } of streetNames) {
    doc.save().translate(middle, base).rotate(angle);
    write(doc, name, 'middle', 0, 4);
    doc.restore();
  }
  for (const { path, plate } of ways) doc.lineWidth(2).path(path).stroke(colorOf(plate));
  for (const stop of stops) drawStop(doc, stop);
  for (const { lines, x: middle, y: base } of times) write(doc, lines[0] ?? '', 'middle', middle, base);
  for (const { anchor, lines, x: at, y: base } of labels) {
    for (const [line, words] of lines.entries()) write(doc, words, anchor, at, base + line * LINE);
  }
  const { height } = MAP_SIZE;
  doc
    .lineWidth(2)
    .path(`M16 ${height - 18}v6h${bar.length}v-6`)
    .stroke('black');
  write(doc, `${bar.miles} mi`, 'start', 16, height - 24);
  doc.path(`M${MAP_SIZE.width - 24} 12l8 20l-8 -6l-8 6z`).fill('black');
  write(doc, 'N', 'middle', MAP_SIZE.width - 24, 48);
  doc.restore();
}

const colorOf = (plate: { readonly at: number }) => COLORS[colorIndexOf(plate)] as string;

function drawStop(doc: Doc, { visits, x, y }: Stop): void {
  for (const [at, { bearings, plate }] of visits.entries()) {
    doc.save().translate(x + 4 * at, y + 4 * at);
    for (const bearing of bearings) {
      doc
        .save()
        .rotate(bearing)
        .lineWidth(2)
        .path('M0 -9V-24M-4 -19L0 -25L4 -19')
        .stroke(colorOf(plate))
        .restore();
    }
    doc.lineWidth(1).path(shapeOf(plate)).fillAndStroke(colorOf(plate), 'white').restore();
  }
}

/** @param y of the baseline */
function write(doc: Doc, words: string, anchor: 'end' | 'middle' | 'start', x: number, y: number): void {
  const align = ({ end: 'right', middle: 'center', start: 'left' } as const)[anchor];
  const left = { end: x - ROOM, middle: x - ROOM / 2, start: x }[anchor];
  doc.fontSize(13).fillColor('black');
  doc.text(words, left, y - 11, { align, width: ROOM, lineBreak: false });
}
