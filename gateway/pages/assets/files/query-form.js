/**
 * Lets the form follow what was chosen: what the purpose does not take cannot be chosen, and the incident fills the window.
 * What each purpose takes comes from `/v1/purposes`. It adds to the page: without it every field is there.
 */

const DAY = 86_400_000;
const MINUTE = 60_000;
/** Reads are kept for thirty days; the form may stay open for an hour. */
const OLDEST = 30 * DAY - 60 * MINUTE;

const form = /** @type {HTMLFormElement} */ (document.getElementById('field-purpose').form);
const [purpose, kind, offense, vehicle, reportedBy, place] = [
  ...['purpose', 'kind', 'offense', 'vehicle', 'reportedBy', 'place'],
].map((name) => /** @type {HTMLSelectElement} */ (form.elements.namedItem(name)));
const [happened, until, ongoing, agency, grade, zone, supervisor, from, to] = [
  ...['happened', 'until', 'ongoing', 'agency', 'grade', 'zone', 'supervisor', 'from', 'to'],
].map((name) => form.elements.namedItem(name));
const paper = form.elements.namedItem('paper').closest('details');
/** Until somebody says what the window shall be. */
let fillsWindow = isBlank() || form.elements.namedItem('window')?.value === 'incident';

/** Returns true if the window is as served: the gateway then fills it in by itself. A query that waits has none. */
function isBlank() {
  return from?.value === '' && to.value === '';
}

/** Shows a field, or hides it, so that it is not sent. */
function show(field, isShown) {
  const group = field.closest('.usa-form-group, .checkbox, details');
  group.hidden = !isShown;
  for (const one of field === paper ? paper.querySelectorAll('input, select') : [field])
    one.disabled = !isShown;
}

/** @param {ReadonlySet<string> | null} values that may be chosen; null: all */
function offer(select, values) {
  for (const option of select.options) {
    const isOffered = values === null || option.value === '' || values.has(option.value);
    // A sent choice stays as it was until something is changed.
    option.hidden = !isOffered && !option.selected;
    option.disabled = option.hidden;
  }
}

/** Drops a choice that can no longer be chosen. */
function drop(select, values) {
  if (values !== null && select.value !== '' && !values.has(select.value)) select.value = '';
}

function chosenPurpose(purposes) {
  return purposes.find(({ code }) => code === purpose.value);
}

function kindsOf(chosen) {
  return chosen?.incidents.length > 0 ? new Set(chosen.incidents.map((row) => row.kind)) : null;
}

function vehiclesOf(chosen) {
  if (kindsOf(chosen) === null) return null;
  const rows = chosen.incidents.filter((row) => kind.value === '' || row.kind === kind.value);
  return new Set(rows.flatMap((row) => [...row.vehicles, ...row.heldVehicles]));
}

/** @param warrantAfterHours where it is a number, an older window needs a warrant, whatever the purpose */
function follow({ purposes, warrantAfterHours }) {
  const chosen = chosenPurpose(purposes);
  offer(kind, kindsOf(chosen));
  offer(vehicle, vehiclesOf(chosen));
  const isKnown = chosen !== undefined;
  const ofGrade = grade.closest('[data-purposes]').dataset.purposes.split(' ');
  const mayBeEither = offense.selectedOptions[0]?.dataset.mark === 'graded';
  show(grade, grade.value !== '' || (mayBeEither && (!isKnown || ofGrade.includes(chosen.code))));
  const mayGoOn = ongoing.closest('[data-kinds]').dataset.kinds.split(' ');
  show(ongoing, ongoing.checked || kind.value === '' || mayGoOn.includes(kind.value));
  show(agency, agency.value !== '' || reportedBy.value === 'other_agency');
  show(supervisor, supervisor.value !== '' || !isKnown || chosen.needs.supervisor);
  const hasPaper = [...paper.querySelectorAll('input:not([type=checkbox]), select')].some(
    (one) => one.value !== '',
  );
  show(paper, hasPaper || !isKnown || chosen.needs.judicialProcess || warrantAfterHours !== null);
  if (isKnown && chosen.needs.judicialProcess) paper.open = true;
}

/** Chooses the only kind of incident, or of vehicle, that a purpose takes, once an incident is stated. */
function fillOnlyChoice(chosen) {
  if ([happened, place, vehicle, reportedBy].every((one) => one.value === '')) return;
  const kinds = kindsOf(chosen);
  if (kind.value === '' && kinds?.size === 1) [kind.value] = kinds;
  const vehicles = vehiclesOf(chosen);
  if (vehicle.value === '' && kind.value !== '' && vehicles?.size === 1) [vehicle.value] = vehicles;
}

/** Returns the time of the form's zone as ms of a clock in UTC; an hour in spring and autumn is no matter. */
function clock() {
  if (zone.value === 'utc') return Date.now();
  const shown = new Intl.DateTimeFormat('sv-SE', {
    ...{ timeZone: 'America/Denver', dateStyle: 'short', timeStyle: 'short' },
  }).format(Date.now());
  return Date.parse(`${shown.replace(' ', 'T')}Z`);
}

const read = (field) => Date.parse(`${field.value}Z`);
/** The gateway reckons from the same minute: what stands in the fields is what is asked. */
function write(start, end) {
  for (const [field, at] of [
    [from, start],
    [to, end],
  ])
    field.value = new Date(at).toISOString().slice(0, 16);
  const minute = Math.floor(Date.now() / MINUTE) * MINUTE + MINUTE;
  form.elements.namedItem('shownAt').value = new Date(minute).toISOString();
}

/** @param {string} text in ISO 8601, of days or hours */
function duration(text) {
  const [, days, hours] = /^P(?:(\d+)D|T(\d+)H)$/.exec(text);
  return days === undefined ? (Number(hours) * DAY) / 24 : Number(days) * DAY;
}

function choose(value) {
  form.querySelector(`#window-${value}`).checked = true;
}

function fillLast(days) {
  const now = clock() + MINUTE;
  write(Math.max(now - days * DAY, now - OLDEST), now);
}

/** Fills in the window as the gateway does if it is left blank. */
function fillAbout(row) {
  const now = clock() + MINUTE;
  const began = row.from === 'now' ? now : read(happened);
  const ended = until.value === '' ? read(happened) : read(until);
  const isOpen = row.from === 'now' || row.after === 'until_now' || (ongoing.checked && !ongoing.disabled);
  const start = Math.max(began - duration(row.before), now - OLDEST);
  const end = isOpen ? now : Math.min(ended + duration(row.after), now);
  if (!(start < end)) return;
  write(start, end);
  choose('incident');
}

function fillWindow(chosen) {
  if (fillsWindow && chosen?.window && happened.value !== '') fillAbout(chosen.window);
}

function changed({ target }, known) {
  const chosen = chosenPurpose(known.purposes);
  if (target === from || target === to) {
    fillsWindow = false;
    choose('typed');
  } else if (target.name === 'window') {
    fillsWindow = target.value === 'incident';
    if (target.dataset.days !== undefined) fillLast(Number(target.dataset.days));
  } else if (target === zone && fillsWindow) {
    fillLast(1);
  } else if (target === purpose || target === kind) {
    drop(kind, kindsOf(chosen));
    drop(vehicle, vehiclesOf(chosen));
  }
  fillOnlyChoice(chosen);
  follow(known);
  fillWindow(chosen);
}

const answer = await fetch('/v1/purposes');
if (answer.ok) {
  const known = await answer.json();
  follow(known);
  if (isBlank()) {
    fillLast(1);
    fillWindow(chosenPurpose(known.purposes));
  }
  form.addEventListener('input', (event) => changed(event, known));
}
