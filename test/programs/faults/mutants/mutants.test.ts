import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { KINDS } from '../kinds.ts';
import { edited } from './edited.ts';
import { MUTANTS } from './mutants.ts';

describe('a gateway that is built wrongly', () => {
  test.each(MUTANTS.map((mutant) => [mutant.name, mutant] as const))(
    '%s: each of its edits applies to one place of the source, and its fault is one of the harness',
    async (name, { edits, kind }) => {
      const texts = new Map<string, string>();
      for (const edit of edits) {
        const text =
          texts.get(edit.file) ??
          (await readFile(new URL(`../../../../${edit.file}`, import.meta.url), 'utf8'));
        texts.set(edit.file, edited(text, edit, name));
      }
      expect(texts.size).toBeGreaterThan(0);
      expect(KINDS.map((each) => each.name)).toContain(kind);
    },
  );
});
