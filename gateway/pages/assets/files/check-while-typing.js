/**
 * Checks a query after a pause in typing, as the button Check does, and says below the words what would be
 * decided. It adds to the page: without it the button is there, and an officer who does not want it switches it off.
 */

/** Ms without a key until something is checked. */
const PAUSE = 1500;
/** Ms from one check to the next; the gateway keeps count too. */
const BETWEEN = 10_000;
/** Characters: less says nothing yet. */
const SHORTEST = 12;
/** Ticked last of what states an incident, which can be checked without words. */
const affirmed = /** @type {HTMLInputElement} */ (document.getElementById('field-affirmed-yes'));
/** Under this name a browser remembers that somebody switched it off. */
const KEPT = 'check-while-typing';

const HINT =
  'The form is checked when you pause, once the purpose, the plate and either the incident or some words are filled in. Each check is an entry of the log, as a press of Check is.';

const field = /** @type {HTMLTextAreaElement} */ (document.getElementById('field-justification'));
const form = /** @type {HTMLFormElement} */ (field.form);
const region = element('div');
const box = element('input');
let timer = 0;
let lastAt = Number.NEGATIVE_INFINITY;
let lastText = '';
let hasStopped = false;

function element(name, text = '') {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function addSwitch() {
  box.type = 'checkbox';
  box.id = 'check-while-typing';
  box.checked = localStorage.getItem(KEPT) !== 'off';
  box.setAttribute('aria-describedby', 'check-while-typing-hint');
  const label = element('label', 'Check while I type');
  label.htmlFor = box.id;
  const line = element('div');
  line.className = 'checkbox';
  line.append(box, label);
  const hint = element('p', HINT);
  hint.className = 'usa-hint';
  hint.id = 'check-while-typing-hint';
  // Read aloud when there is a pause: typing is not interrupted, and the field keeps the focus.
  region.setAttribute('aria-live', 'polite');
  region.setAttribute('aria-label', 'Findings');
  region.setAttribute('role', 'region');
  field.after(line, hint, region);
}

/** Returns what is typed, without what only this page's own button needs. */
function typed() {
  return new URLSearchParams([...new FormData(form)].filter(([name]) => name !== 'key'));
}

/** @param {string} why */
function stop(why) {
  hasStopped = true;
  region.replaceChildren(
    element('p', `Nothing more is checked while you type: ${why}. Press Check instead.`),
  );
}

/** @param {Response} answer */
async function show(answer) {
  if (answer.status === 429) return stop('there were too many checks');
  // Something is still blank: who is filling it in need not be told.
  if (answer.status === 422) return region.replaceChildren();
  if (answer.status !== 200) return stop('the gateway did not take the last check');
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const told = page.querySelector('main .usa-alert');
  if (told === null) return stop('the gateway did not say what it found');
  // The region says it already.
  told.removeAttribute('role');
  region.replaceChildren(told);
}

async function check() {
  const body = typed();
  const text = body.toString();
  if (hasStopped || !box.checked || !form.isConnected || text === lastText) return;
  if ((field.value.trim().length < SHORTEST && !affirmed.checked) || !form.checkValidity()) return;
  lastText = text;
  lastAt = performance.now();
  try {
    await show(await fetch('/query/findings', { method: 'POST', body, redirect: 'error' }));
  } catch {
    stop('the gateway cannot be reached');
  }
}

function wait() {
  clearTimeout(timer);
  timer = setTimeout(check, Math.max(PAUSE, lastAt + BETWEEN - performance.now()));
}

addSwitch();
form.addEventListener('input', wait);
box.addEventListener('change', () => {
  if (box.checked) localStorage.removeItem(KEPT);
  else localStorage.setItem(KEPT, 'off');
});
