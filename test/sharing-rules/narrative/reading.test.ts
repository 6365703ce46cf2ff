/** What words the screen reads in a text: disguised, cut, run together, misspelt, and what it leaves alone. Edit the JSON, not this file. */
import { describe, expect, test } from '@jest/globals';
import { readingOf } from './reading-of.ts';
import readings from './readings.json' with { type: 'json' };

describe.each(Object.entries(readings))('%s', (_, table) => {
  test.each(Object.entries(table))('%j is read as `%s`', (text, reading) => {
    expect(readingOf(text)).toBe(reading);
  });
});
