/** The elements of the page that the program reads and writes. */

/** @throws Error where the page lacks it: page and program are of one file */
export function element<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no \`${id}\``);
  return found;
}

/** Makes an element with text or other elements in it. What was pasted goes in as text, never as markup. */
export function made(name: string, ...content: readonly (Node | string)[]): HTMLElement {
  const created = document.createElement(name);
  created.append(...content);
  return created;
}
