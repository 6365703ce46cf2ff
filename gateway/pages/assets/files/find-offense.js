/** Finds an offense by parts of its name, or by its code: a field above the list, which then holds only those that fit. */

const select = /** @type {HTMLSelectElement} */ (document.getElementById('field-offense'));
const options = [...select.options].filter(({ value }) => value !== '');
const finder = document.createElement('input');
const told = document.createElement('span');
/** The option that the finder has chosen, and the one that was chosen before it. */
let own = /** @type {HTMLOptionElement | null} */ (null);
let before = select.selectedOptions[0];

function addFinder() {
  finder.type = 'search';
  finder.id = 'find-offense';
  finder.className = 'usa-input';
  finder.autocomplete = 'off';
  finder.setAttribute('aria-controls', select.id);
  finder.setAttribute('aria-describedby', 'find-offense-told');
  const label = document.createElement('label');
  label.className = 'usa-label';
  label.htmlFor = finder.id;
  label.textContent = 'Find by name or code';
  told.id = 'find-offense-told';
  told.className = 'usa-hint';
  told.setAttribute('aria-live', 'polite');
  select.before(label, told, finder);
}

function isWhole({ text, value }, wanted) {
  const code = value.slice(value.indexOf(':') + 1).toLowerCase();
  return [code, text.toLowerCase(), text.replace(/ \([^(]*\)$/, '').toLowerCase()].includes(wanted);
}

/** One whose whole name or code is typed is chosen; when more is typed it gives way to what was chosen before. */
function find() {
  const wanted = finder.value.trim().toLowerCase();
  const parts = wanted.split(/\s+/);
  const fitting = options.filter(({ dataset, text }) => {
    const read = `${text} ${dataset.words ?? ''}`.toLowerCase();
    return parts.every((part) => read.includes(part));
  });
  const whole = fitting.filter((option) => isWhole(option, wanted));
  if (own !== null && !fitting.includes(own)) choose(before, null);
  if (whole.length === 1 && !whole[0].selected) choose(whole[0], whole[0]);
  for (const option of options) {
    // A choice that is disabled is not sent.
    option.hidden = !fitting.includes(option) && !option.selected;
    option.disabled = option.hidden;
  }
  for (const group of select.querySelectorAll('optgroup'))
    group.hidden = [...group.children].every(({ hidden }) => hidden);
  told.textContent = wanted === '' ? '' : tell(fitting);
}

function tell(fitting) {
  const only = fitting.length === 1 && fitting[0].selected ? fitting[0] : own;
  if (only !== null) return `Chosen: ${only.text}`;
  if (fitting.length === 0) return 'None fits.';
  return `${fitting.length} ${fitting.length === 1 ? 'fits: choose it' : 'fit: choose one'} below.`;
}

/** @param {HTMLOptionElement | null} byFinder the option, where the finder and nobody else chooses it */
function choose(option, byFinder) {
  if (own === null) before = select.selectedOptions[0];
  option.disabled = false;
  option.selected = true;
  select.dispatchEvent(new Event('input', { bubbles: true }));
  own = byFinder;
}

addFinder();
select.addEventListener('input', () => {
  own = null;
});
finder.addEventListener('keydown', (event) => {
  // Enter asks nothing yet.
  if (event.key === 'Enter') event.preventDefault();
});
finder.addEventListener('input', (event) => {
  // The search is not sent, and nothing of the form has changed yet.
  event.stopPropagation();
  find();
});
