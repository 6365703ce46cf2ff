/** While an act is carried out, its page says for how long; the answer takes the page's place. Nothing depends on it. */
const STEP = 100;

for (const form of document.querySelectorAll('form[data-progress]')) {
  form.addEventListener('submit', () => {
    const line = document.createElement('p');
    line.setAttribute('aria-live', 'polite');
    line.textContent = `${form.dataset.progress} `;
    const seconds = document.createElement('span');
    // Read aloud ten times a second it would drown what matters.
    seconds.setAttribute('aria-hidden', 'true');
    line.append(seconds);
    form.append(line);
    const began = performance.now();
    setInterval(() => {
      seconds.textContent = `${((performance.now() - began) / 1000).toFixed(1)} s`;
    }, STEP);
  });
}
