/**
 * Puts newer hits on top of the table while the page is open. Each request asks only for what came after the newest
 * that is shown, since each hit that is shown is a release; and it is no activity, so that the session ends as ever.
 */

/** Ms. */
const EVERY = 30_000;
const arriving = /** @type {HTMLElement} */ (document.getElementById('arriving'));
const newer = /** @type {HTMLAnchorElement} */ (document.getElementById('newer'));

async function ask() {
  const here = document.querySelector('#main tbody');
  // A page that is hidden until the gateway is heard again has no table.
  if (document.hidden || here === null) return;
  const response = await fetch(newer.href, { headers: { 'X-Live': '1' }, redirect: 'error' });
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const next = page.getElementById('newer');
  const rows = [...page.querySelectorAll('#main tbody tr')].filter(
    (row) => row.querySelector('time') !== null,
  );
  if (next === null || rows.length === 0) return;
  newer.href = next.getAttribute('href') ?? newer.href;
  if (here.querySelector('time') === null) here.replaceChildren();
  here.prepend(...rows);
  arriving.textContent = `${rows.length === 1 ? '1 new hit' : `${rows.length} new hits`}, on top of the table.`;
}

setInterval(() => ask().catch(() => undefined), EVERY);
