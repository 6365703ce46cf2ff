/**
 * Keeps the place of a reader of a list. A new reader reads what is on the list now: entries that had left it
 * before were never that reader's, and are not replayed as removals. So a cursor also says when its reader
 * began, until it is past that: `200.5000` is the position 200 of a reader that began at 5000. It is opaque
 * to readers; cut to its number it is safe, and only replays more.
 */
export interface ChangeCursor {
  /** Position of the last change that was read; 0 for a reader that begins. */
  readonly after: number;
  /** Newest position of the list when the reader began; 0 where that is not known, or passed. */
  readonly began: number;
}

/** The pattern of a cursor's text, for schemas. */
export const CURSOR_PATTERN = '^[0-9]{1,15}(\\.[0-9]{1,15})?$';

/** @param text of `CURSOR_PATTERN` */
export function parseCursor(text: string): ChangeCursor {
  const [after = '0', began = '0'] = text.split('.');
  return { after: Number(after), began: Number(began) };
}

/**
 * Returns the cursor after a page.
 * @param last position of the page's last change, null for an empty one
 * @param more whether changes follow that are there already; else all up to `began` were read
 */
export function cursorAfter({ after, began }: ChangeCursor, last: number | null, more: boolean): string {
  const read = last ?? after;
  if (more) return read < began ? `${read}.${began}` : String(read);
  return String(Math.max(read, began));
}
