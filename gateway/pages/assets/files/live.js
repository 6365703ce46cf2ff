/**
 * An open page shows what it shows only as long as its session stands. It hears of that from `/session/events`; hearing
 * nothing for some seconds, it hides what it shows until it hears again. One window of a browser listens for all.
 */

/** Ms. The gateway is heard every two seconds. */
const LOST_AFTER = 8000;
/** Ms until it is asked again where it refused to be listened to. */
const AGAIN_AFTER = 2000;

const RELOAD = { words: 'reload this page', address: location.pathname };
const SIGN_IN = {
  words: 'sign in again',
  address: `/sign-in?return=${encodeURIComponent(location.pathname + location.search)}`,
};

const WORDS = {
  changed: {
    title: 'Access was changed',
    text: 'Your agency’s access, or sharing as a whole, was changed while this page was open. What it showed was removed.',
    next: { ...RELOAD, more: ' to see what you may still see.' },
  },
  ended: {
    title: 'Your session has ended',
    text: 'You signed out, or did nothing for 30 minutes. What this page showed was removed.',
    next: { ...SIGN_IN, more: '.' },
  },
  lost: {
    title: 'No connection to the gateway',
    text: 'It cannot be checked whether you may still see this page, so it is hidden. It comes back by itself with the connection.',
    next: { ...RELOAD, more: ' if it does not come back.' },
  },
  removed: {
    title: 'Your access has ended',
    text: 'Your access or your role was removed. What this page showed was removed too.',
    next: { ...SIGN_IN, more: ' if you have another role, or ask your agency’s administrator.' },
  },
  suspended: {
    title: 'You are suspended',
    text: 'The owner of the reads has suspended you. What this page showed was removed.',
    next: { ...RELOAD, more: ' to read what to do, or ask your agency’s administrator.' },
  },
};

const main = /** @type {HTMLElement} */ (document.getElementById('main'));
const madeAt = Number(main.dataset.epoch);
const channel = new BroadcastChannel('session');
let heardAt = performance.now();
/** The part of the page that is hidden for now. */
let hidden = null;
let isOver = false;
let stopListening = () => undefined;

function element(name, text = '') {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function show({ next, text, title }, ...more) {
  const alert = element('div');
  alert.setAttribute('role', 'alert');
  alert.className = 'gone';
  const step = element('p', 'Next: ');
  const link = element('a', next.words);
  link.href = next.address;
  step.append(link, next.more);
  alert.append(element('h1', title), element('p', text), step);
  main.replaceChildren(alert, ...more);
}

/** Nothing typed is lost, whatever else the page showed. */
function typedIn(part) {
  const list = element('dl');
  for (const field of part.querySelectorAll('form input:not([type=hidden]), form textarea')) {
    if (field.value === field.defaultValue || field.value === '') continue;
    list.append(element('dt', field.labels?.[0]?.textContent ?? field.name), element('dd', field.value));
  }
  return list.children.length === 0 ? [] : [element('h2', 'What you typed'), list];
}

function hide() {
  if (hidden !== null || isOver) return;
  hidden = document.createDocumentFragment();
  hidden.append(...main.childNodes);
  show(WORDS.lost);
}

function end(why) {
  if (isOver) return;
  isOver = true;
  const typed = typedIn(hidden ?? main);
  hidden = null;
  show(WORDS[why] ?? WORDS.ended, ...typed);
  stopListening();
}

/** Takes away what other agencies stated before they ended the access to it. */
function withdraw(all) {
  for (const { at, ori } of all) {
    for (const part of (hidden ?? main).querySelectorAll(`[data-stated-by="${CSS.escape(ori)}"]`)) {
      if (!(Number(part.dataset.statedAt) < at)) continue;
      const told = element(
        'p',
        `${ori} has ended the access to this. What it had stated was removed from this page.`,
      );
      told.setAttribute('role', 'alert');
      part.removeAttribute('data-stated-by');
      part.replaceChildren(told);
    }
  }
}

function hear({ epoch, why, withdrawn = [] }) {
  if (isOver) return;
  withdraw(withdrawn);
  if (why !== undefined) return end(why);
  if (epoch > madeAt) return end('changed');
  heardAt = performance.now();
  if (hidden === null) return;
  main.replaceChildren(hidden);
  hidden = null;
}

function listen() {
  return new Promise((ended) => {
    const events = new EventSource('/session/events');
    stopListening = () => {
      events.close();
      ended();
    };
    const take = ({ data }) => {
      const message = JSON.parse(data);
      channel.postMessage(message);
      hear(message);
    };
    events.addEventListener('stands', take);
    events.addEventListener('decided', take);
    events.addEventListener('withdrawn', take);
    events.addEventListener('over', (event) => {
      events.close();
      take(event);
    });
    // A break is mended by the browser, a refusal is not.
    events.addEventListener('error', () => {
      if (events.readyState === EventSource.CLOSED && !isOver) setTimeout(ended, AGAIN_AFTER);
    });
  });
}

async function listenAlways() {
  while (!isOver) {
    await (navigator.locks === undefined ? listen() : navigator.locks.request('session-events', listen));
  }
}

channel.addEventListener('message', ({ data }) => hear(data));
setInterval(() => {
  if (performance.now() - heardAt > LOST_AFTER) hide();
}, 1000);
// The browser kept the page when somebody went on to another one.
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) location.reload();
});
void listenAlways();
