/** Finds an offense by parts of its name, or by its code: a field above the list, which then holds only those that fit. */

const select = /** @type {HTMLSelectElement} */ (document.getElementById('field-offense'));
const options = [...select.options].filter(({ value }) => value !== '');
const finder = document.createElement('input');
const told = document.createElement('span');

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

/** One that fits alone is chosen. */
function find() {
  const wanted = finder.value.toLowerCase().split(/\s+/).filter(Boolean);
  const fitting = options.filter(({ text }) => wanted.every((part) => text.toLowerCase().includes(part)));
  for (const option of options) option.hidden = !fitting.includes(option) && !option.selected;
  for (const group of select.querySelectorAll('optgroup'))
    group.hidden = [...group.children].every(({ hidden }) => hidden);
  if (wanted.length === 0) told.textContent = '';
  else if (fitting.length === 1) choose(fitting[0]);
  else told.textContent = fitting.length === 0 ? 'None fits.' : `${fitting.length} fit: choose one below.`;
}

function choose(option) {
  option.selected = true;
  told.textContent = `Chosen: ${option.text}`;
  select.dispatchEvent(new Event('input', { bubbles: true }));
}

addFinder();
finder.addEventListener('keydown', (event) => {
  // Enter asks nothing yet.
  if (event.key === 'Enter') event.preventDefault();
});
finder.addEventListener('input', (event) => {
  // What is looked for is not sent, and nothing of the form has changed yet.
  event.stopPropagation();
  find();
});
