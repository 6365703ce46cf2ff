/** The objects of a JSON array, or of the array inside a wrapping object, one by one in constant memory. */
import { TextDecoder } from 'node:util';
import { refuseFile } from './list-row.ts';

export interface JsonElement {
  readonly line: number;
  readonly text: string;
}

/** The longest element, in characters; no entry comes near it. */
const LONGEST_ELEMENT = 64 * 1024;

/** @throws GatewayError `malformed` with the line: not UTF-8, not an array, an element beyond the bound, cut short */
export async function* readJsonElements(
  chunks: AsyncIterable<Buffer>,
): AsyncGenerator<readonly JsonElement[]> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const scanner = new ElementScanner();
  for await (const chunk of chunks) yield scanner.take(decode(decoder, chunk, scanner.line));
  scanner.take(decode(decoder, null, scanner.line));
  scanner.end();
}

function decode(decoder: TextDecoder, chunk: Buffer | null, line: number): string {
  try {
    return chunk === null ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch {
    throw refuseFile(line, 'this is not JSON in UTF-8');
  }
}

/** Follows brackets and strings; whether an element is JSON is for `JSON.parse` to say. */
class ElementScanner {
  line = 1;
  #state: 'before' | 'between' | 'after' = 'before';
  #wrapped = false;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #held = '';
  #began = 1;

  take(text: string): JsonElement[] {
    const elements: JsonElement[] = [];
    let start = this.#depth > 0 ? 0 : -1;
    for (let i = 0; i < text.length; i++) {
      const char = text.charCodeAt(i);
      if (char === 0x0a) this.line += 1;
      if (this.#inString) this.#followString(char);
      else if (char === 0x22) this.#inString = true;
      else if (this.#depth > 0) {
        if (char === 0x7b || char === 0x5b) this.#depth += 1;
        else if (char === 0x7d || char === 0x5d) this.#depth -= 1;
        if (this.#depth === 0) {
          elements.push({ line: this.#began, text: this.#hold(text.slice(start, i + 1)) });
          this.#held = '';
          start = -1;
        }
      } else if (this.#outside(char)) {
        this.#depth = 1;
        this.#began = this.line;
        start = i;
      }
    }
    if (this.#depth > 0) this.#held = this.#hold(text.slice(start));
    return elements;
  }

  end(): void {
    if (this.#state !== 'after') throw refuseFile(this.line, 'the JSON array is cut short or missing');
  }

  /** True where an element begins. */
  #outside(char: number): boolean {
    if (char <= 0x20 || char === 0xfeff) return false;
    if (this.#state === 'before') {
      if (char === 0x5b) this.#state = 'between';
      else if (char === 0x7b && !this.#wrapped) this.#wrapped = true;
      else if (!this.#wrapped || char === 0x7b || char === 0x7d)
        throw refuseFile(this.line, 'the list must be a JSON array, or an object with one array of entries');
      return false;
    }
    if (this.#state === 'after') return false;
    if (char === 0x5d) this.#state = 'after';
    else if (char === 0x7b) return true;
    else if (char !== 0x2c) throw refuseFile(this.line, 'the array must hold objects');
    return false;
  }

  #followString(char: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (char === 0x5c) this.#escaped = true;
    else if (char === 0x22) this.#inString = false;
  }

  #hold(more: string): string {
    if (this.#held.length + more.length > LONGEST_ELEMENT) {
      throw refuseFile(this.#began, `an entry is longer than ${LONGEST_ELEMENT} characters`);
    }
    return this.#held + more;
  }
}
