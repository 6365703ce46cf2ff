/**
 * The vendor's organization audit as a CSV file, with the columns and the times that agencies publish:
 * who asked, when, for which plate, and why.
 */
import type { Question } from './simulated-vendor.ts';

const COLUMNS = [
  'ID',
  'Name',
  'Org Name',
  'Total Networks Searched',
  'Time Frame',
  'License Plate',
  'Reason',
  'Case #',
  'Filters',
  'Search Time',
  'Search Type',
  'Text Prompt',
  'Moderation',
] as const;

export function auditExport(questions: readonly Question[]): string {
  const rows = questions.map((question) => [
    question.id,
    question.who,
    'Commerce City CO PD',
    '1',
    `${timeOf(question.from)} - ${timeOf(question.to)}`,
    question.plate,
    question.reason,
    question.caseNumber,
    '',
    timeOf(question.at),
    'lookup',
    '',
    '',
  ]);
  return [COLUMNS, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

/** As `11/28/2026, 04:31:07 AM UTC`. */
function timeOf(at: Date): string {
  const two = (number: number) => String(number).padStart(2, '0');
  const hour = at.getUTCHours();
  const day = `${two(at.getUTCMonth() + 1)}/${two(at.getUTCDate())}/${at.getUTCFullYear()}`;
  const time = `${two(hour % 12 === 0 ? 12 : hour % 12)}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`;
  return `${day}, ${time} ${hour < 12 ? 'AM' : 'PM'} UTC`;
}

function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
