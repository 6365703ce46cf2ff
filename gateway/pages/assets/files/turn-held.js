/**
 * Turns the page of a held query once a reviewer has decided it: the reads, or why there are none, are at the same
 * address. `live.js` hears of it in one window, and tells the others.
 */
const { held } = /** @type {HTMLElement} */ (document.getElementById('held')).dataset;
const told = new BroadcastChannel('session');
told.addEventListener('message', ({ data }) => {
  if (!data.decided?.includes(held)) return;
  told.close();
  location.reload();
});
