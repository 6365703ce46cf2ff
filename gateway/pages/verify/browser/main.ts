/** The program of the page: what its buttons do. */
import type { ReceiptHead } from '../../../audit-verify/verify-receipt.ts';
import { whyNotCheck } from './can-check.ts';
import { checkLeaf, namedLeaf } from './check-leaf.ts';
import { checkLog, type Earlier } from './check-log.ts';
import { checkReceipt } from './check-receipt.ts';
import { forgetCheckpoint, keepCheckpoint, keptCheckpoint } from './kept-checkpoint.ts';
import { isServed, ownLog } from './log-address.ts';
import { element } from './page-element.ts';
import { clearVerdict, showVerdict } from './show-result.ts';

const address = element('address', HTMLInputElement);
const key = element('key', HTMLInputElement);
const receipt = element('receipt', HTMLTextAreaElement);
const before = element('before', HTMLTextAreaElement);
const verify = element('verify', HTMLButtonElement);
const whole = element('whole', HTMLButtonElement);
const stop = element('stop', HTMLButtonElement);
const forget = element('forget', HTMLButtonElement);
const progress = element('progress', HTMLDivElement);
const bar = element('bar', HTMLProgressElement);
const counted = element('counted', HTMLSpanElement);
const save = element('save', HTMLAnchorElement);

/** The heads of receipts verified here, by their notes, with the key: another key says nothing of them. */
const proven = new Map<string, { readonly head: ReceiptHead; readonly under: string }>();
let stopping = new AbortController();

/** Runs one check at a time, so that a verdict is always about what was asked last. */
async function alone(work: () => Promise<void>): Promise<void> {
  const buttons = [verify, whole];
  if (buttons.some((button) => button.disabled)) return;
  clearVerdict();
  for (const button of buttons) button.disabled = true;
  try {
    await work();
  } catch (error) {
    const summary = 'the page met a fault of its own, so nothing is said about what you gave it.';
    const findings = [error instanceof Error ? error.message : String(error)];
    showVerdict({ verified: false, summary, findings, next: ['Please tell the owner of the gateway.'] });
  } finally {
    for (const button of buttons) button.disabled = false;
  }
}

async function verifyGiven(): Promise<void> {
  const { head, verdict } = await checkReceipt(receipt.value, key.value);
  if (head !== null) proven.set(head.note, { head, under: key.value.trim() });
  showVerdict(verdict);
}

async function verifyWhole(): Promise<void> {
  stopping = new AbortController();
  showProgress(0, 0);
  progress.hidden = false;
  try {
    const earlier: Earlier[] = [...proven.values()]
      .filter(({ under }) => under === key.value.trim())
      .map(({ head: note }) => ({ name: 'A receipt verified on this page', note }));
    if (before.value.trim() !== '')
      earlier.unshift({ name: 'The checkpoint from before', note: asNote(before.value) });
    const given = { address: address.value, key: key.value, earlier, stopped: stopping.signal };
    const { checkpoint, verdict } = await checkLog({ ...given, onProgress: showProgress });
    if (checkpoint !== null) keep(checkpoint);
    showVerdict(verdict);
  } finally {
    progress.hidden = true;
  }
}

/** Restores the last line break, which a text field drops but a note must have, and undoes Windows ones. */
function asNote(text: string): string {
  return `${text.replaceAll('\r\n', '\n').trim()}\n`;
}

function showProgress(done: number, total: number): void {
  bar.max = Math.max(total, 1);
  bar.value = done;
  counted.textContent = total === 0 ? 'Reading the checkpoint' : `${done} of ${total} entries`;
}

/** Keeps it for next time: in the browser if it has a place for this page, and as a file in any case. */
function keep(checkpoint: string): void {
  forget.hidden = !keepCheckpoint(checkpoint);
  before.value = checkpoint;
  URL.revokeObjectURL(save.href);
  save.href = URL.createObjectURL(new Blob([checkpoint], { type: 'text/plain' }));
  save.hidden = false;
}

function readInto(file: HTMLInputElement, field: HTMLTextAreaElement): void {
  file.addEventListener('change', async () => {
    const [chosen] = file.files ?? [];
    if (chosen !== undefined) field.value = await chosen.text();
    // The same file, changed, can be chosen again.
    file.value = '';
  });
}

async function begin(): Promise<void> {
  if (isServed()) address.value = ownLog();
  else element('saving', HTMLParagraphElement).hidden = true;
  before.value = keptCheckpoint();
  forget.hidden = before.value === '';
  readInto(element('receipt-file', HTMLInputElement), receipt);
  readInto(element('before-file', HTMLInputElement), before);
  verify.addEventListener('click', () => alone(verifyGiven));
  whole.addEventListener('click', () => alone(verifyWhole));
  stop.addEventListener('click', () => stopping.abort());
  forget.addEventListener('click', () => {
    forgetCheckpoint();
    before.value = '';
    forget.hidden = true;
  });
  const why = await whyNotCheck();
  if (why === null) {
    for (const button of [verify, whole]) button.disabled = false;
    const named = namedLeaf(location.hash);
    if (named !== null)
      await alone(async () => showVerdict(await checkLeaf(named, address.value, key.value)));
    return;
  }
  showVerdict({ verified: false, summary: `nothing can be checked here: ${why}.`, findings: [], next: [] });
}

await begin();
