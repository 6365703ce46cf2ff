/** Shows the buttons that copy a text, and says what came of it. Nothing depends on it. */
for (const button of document.querySelectorAll('button[data-copies]')) {
  const text = /** @type {HTMLTextAreaElement} */ (document.getElementById(button.dataset.copies));
  const said = document.createElement('span');
  said.setAttribute('role', 'status');
  button.after(' ', said);
  button.hidden = false;
  button.addEventListener('click', () => {
    text.select();
    // The newer way waits for a permission that a browser may never ask for.
    said.textContent = document.execCommand('copy')
      ? 'Copied.'
      : 'The browser does not let this page copy: the text is selected, press Ctrl+C.';
  });
}
