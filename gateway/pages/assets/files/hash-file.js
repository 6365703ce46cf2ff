/** Computes the SHA-256 of a chosen file on this computer, beside the field that takes it. The file is not sent. */
const hash = /** @type {HTMLInputElement} */ (document.getElementById('field-agreementFile'));
const label = document.createElement('label');
label.className = 'usa-label';
label.htmlFor = 'chosen-file';
label.textContent = 'Or choose the file';
const chosen = document.createElement('input');
Object.assign(chosen, { id: 'chosen-file', type: 'file', className: 'usa-file-input' });
const said = document.createElement('p');
said.setAttribute('role', 'status');
hash.after(label, chosen, said);
chosen.addEventListener('change', async () => {
  const [file] = chosen.files;
  if (file === undefined) return;
  said.textContent = 'Computing its hash…';
  try {
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
    hash.value = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    said.textContent = `The hash of ${file.name} stands in the field. Press Save to keep it.`;
  } catch {
    said.textContent = 'This browser cannot compute it: run sha256sum on the file, and paste what it prints.';
  }
});
