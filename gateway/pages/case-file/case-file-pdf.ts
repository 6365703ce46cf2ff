/** Writes the document of a case file: what was asked, the map, the reads, and how to check it. */
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import { utcMinute, utcSecond } from '../../../sharing-rules/terms/utc-day.ts';
import type { Receipt } from '../../audit/receipt.ts';
import type { ReleaseAnswer } from '../../query/query.schema.ts';
import { coloradoTime } from '../layout/colorado-clock.ts';
import { layOutMap, MAP_SIZE } from '../story/lay-out-map.ts';
import { describeVehicle } from '../story/sort-reads.ts';
import type { Streets } from '../story/streets.ts';
import { between, letterOf, type Story, type StoryRead, storyOf } from '../story/tell-story.ts';
import { drawMap } from './draw-map.ts';
import { qrCode, verifyAddress } from './verify-address.ts';

export interface CaseFile {
  readonly release: ReleaseAnswer;
  /** The receipt of the entry that records this file. */
  readonly receipt: Receipt;
  readonly facts: readonly (readonly [name: string, value: string])[];
  /** Stands on each page: the case and the log entry. */
  readonly belongsTo: string;
  /** Ms since the epoch. */
  readonly madeAt: number;
  readonly publicUrl: string;
  readonly streets: Streets | null;
}

type Doc = InstanceType<typeof PDFDocument>;

// A PDF's own fonts lack most of the world's letters, and officers have names.
const FONTS = createRequire(import.meta.url)
  .resolve('@uswds/uswds/css/uswds.min.css')
  .replace(/css\/[^/]+$/, 'fonts/');
const PLAIN = `${FONTS}source-sans-pro/sourcesanspro-regular-webfont.ttf`;
const BOLD = `${FONTS}source-sans-pro/sourcesanspro-bold-webfont.ttf`;

const MARGIN = 36;
const WIDTH = 792 - 2 * MARGIN;
const BOTTOM = 612 - MARGIN - 14;
const ROW = 12;
const MAP_WIDTH = 440;
const QR_WIDTH = 96;

const COLUMNS: readonly (readonly [name: string, width: number, of: (one: StoryRead) => string])[] = [
  ['No.', 28, ({ number }) => String(number)],
  ['Plate', 62, ({ read }) => read.plate],
  ['State', 32, ({ read }) => read.plateState ?? ''],
  ['Captured (UTC)', 96, ({ read }) => utcSecond(read.capturedAt)],
  ['In Colorado', 116, ({ at }) => coloradoTime(at)],
  ['Since', 60, ({ after }) => (after === null ? 'first' : between(after))],
  ['Camera', 150, ({ read }) => read.camera.name],
  ['Direction', 54, ({ read }) => read.direction ?? ''],
  ['Vehicle', 82, ({ read }) => describeVehicle(read.vehicle)],
  [
    'Conf.',
    40,
    ({ read: { confidence } }) => (confidence === null ? '' : `${Math.round(confidence * 100)}%`),
  ],
];

export async function caseFilePdf(file: CaseFile): Promise<Uint8Array> {
  const doc = new PDFDocument({
    ...{ size: 'LETTER', layout: 'landscape', margin: MARGIN, bufferPages: true, lang: 'en-US', font: PLAIN },
    info: { Title: file.belongsTo, CreationDate: new Date(file.madeAt), Creator: 'ALPR sharing gateway' },
  });
  const parts: Buffer[] = [];
  doc.on('data', (part: Buffer) => parts.push(part));
  const done = new Promise((resolve) => doc.once('end', resolve));
  const story = storyOf(file.release.reads);
  const below = writeFirstPage(doc, file, story);
  writeTable(doc, story, below);
  writeFeet(doc, file);
  doc.end();
  await done;
  return Buffer.concat(parts);
}

/** @returns where the table begins */
function writeFirstPage(doc: Doc, file: CaseFile, story: Story): number {
  const { facts, madeAt, publicUrl, receipt, release, streets } = file;
  doc.font(BOLD).fontSize(16).text('Released license-plate reads', MARGIN, MARGIN);
  const top = doc.y + 4;
  const first = doc.page;
  const map = layOutMap(story, streets);
  doc.font(PLAIN);
  if (map !== null) drawMap(doc, map, { x: MARGIN, y: top, width: MAP_WIDTH });
  const x = MARGIN + (map === null ? 0 : MAP_WIDTH + 12);
  const width = WIDTH + MARGIN - x;
  doc.y = top;
  const told = [
    ...facts,
    ['Case file', `entry ${receipt.index} of the log, made ${utcMinute(madeAt)}`] as const,
  ];
  for (const [name, value] of told) {
    doc.fontSize(8.5).fillColor('black');
    doc.font(BOLD).text(`${name}: `, x, doc.y, { width, continued: true }).font(PLAIN).text(value);
  }
  doc.moveDown(0.3).fontSize(8).text(release.notice, x, doc.y, { width });
  const address = verifyAddress(publicUrl, release.receipt);
  const code = qrCode(address);
  if (doc.y + QR_WIDTH > BOTTOM) doc.addPage();
  const at = doc.y + 6;
  if (code !== null) drawCode(doc, code, x, at);
  const beside = code === null ? x : x + QR_WIDTH + 8;
  doc.fontSize(7.5).text(HOW_TO_CHECK, beside, at, { width: width + x - beside });
  doc.text(address, beside, doc.y + 2, { width: width + x - beside, link: address });
  const isBesideMap = map !== null && doc.page === first;
  const mapEnd = isBesideMap ? top + (MAP_WIDTH * MAP_SIZE.height) / MAP_SIZE.width : 0;
  return Math.max(mapEnd, doc.y, code === null ? 0 : at + QR_WIDTH) + 8;
}

const HOW_TO_CHECK =
  'To check: open the address, which shows this log entry in the public log. The file answer.json beside this ' +
  'document proves the reads: paste it there. This file has no picture of a car; the lines on the map are not routes.';

function drawCode(doc: Doc, code: readonly (readonly boolean[])[], x: number, y: number): void {
  const module = QR_WIDTH / code.length;
  for (const [row, modules] of code.entries()) {
    for (const [column, isDark] of modules.entries()) {
      if (isDark) doc.rect(x + column * module, y + row * module, module, module);
    }
  }
  doc.fill('black');
}

function writeTable(doc: Doc, story: Story, from: number): void {
  // The names of the columns, and of a plate, are never the last lines of a page.
  const isRoom = from + 3 * ROW <= BOTTOM;
  if (!isRoom) doc.addPage();
  let y = writeHead(doc, isRoom ? from : MARGIN);
  const place = (rows: number) => {
    if (y + rows * ROW <= BOTTOM) return;
    doc.addPage();
    y = writeHead(doc, MARGIN);
  };
  for (const plate of story) {
    if (story.length > 1) {
      place(2);
      const name = `${letterOf(plate)}: ${plate.plate}, ${plate.reads.length} of the reads`;
      doc.font(BOLD).fontSize(8).text(name, MARGIN, y, { lineBreak: false }).font(PLAIN);
      y += ROW;
    }
    for (const one of plate.reads) {
      place(1);
      y = writeRow(doc, y, (column) => column[2](one));
    }
  }
  if (story.length === 0) doc.fontSize(9).text('No read fits.', MARGIN, y);
}

function writeHead(doc: Doc, y: number): number {
  doc.font(BOLD);
  const next = writeRow(doc, y, ([name]) => name);
  doc.font(PLAIN);
  doc
    .lineWidth(0.5)
    .moveTo(MARGIN, next - 2)
    .lineTo(MARGIN + WIDTH, next - 2)
    .stroke('black');
  return next;
}

function writeRow(doc: Doc, y: number, of: (column: (typeof COLUMNS)[number]) => string): number {
  let x = MARGIN;
  doc.fontSize(8).fillColor('black');
  for (const column of COLUMNS) {
    const [, width] = column;
    doc.text(of(column), x, y, { width: width - 4, height: ROW - 2, ellipsis: true });
    x += width;
  }
  return y + ROW;
}

/** Writes on each page what it belongs to: the case number and the log entry. */
function writeFeet(doc: Doc, { belongsTo }: CaseFile): void {
  const { count, start } = doc.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    doc.switchToPage(page);
    // A page ends at its margin: below it another one would begin.
    doc.page.margins.bottom = 0;
    const foot = `${belongsTo} · page ${page + 1} of ${count}`;
    doc
      .font(PLAIN)
      .fontSize(8)
      .text(foot, MARGIN, 612 - MARGIN, { width: WIDTH, align: 'center', lineBreak: false });
  }
}
