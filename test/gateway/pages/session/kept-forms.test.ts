/** What a session keeps of forms: the newest, as much as its row can hold. */
import { describe, expect, test } from '@jest/globals';
import {
  fieldsToKeep,
  formsOf,
  isKeepable,
  type KeptForm,
  typedBefore,
  withForm,
} from '../../../../gateway/pages/session/kept-forms.ts';

const form = (id: string, text = 'a'): KeptForm => ({
  ...{ kind: 'release', id, at: 1 },
  fields: [['justification', text]],
});
const ids = (forms: readonly KeptForm[]) => forms.map(({ id }) => id);

describe('forms kept in a session', () => {
  test('are kept as they came, but for what only the form itself needs', () => {
    const typed = new URLSearchParams('token=t&key=k&words=a&wordsAre=&words=b&wordsAre=name_or_place');
    expect(fieldsToKeep(typed).map(([name]) => name)).toEqual(['words', 'wordsAre', 'words', 'wordsAre']);
    const kept = { forms: [{ ...form('1'), fields: fieldsToKeep(typed) }] };
    expect(typedBefore(kept, 'release', '1')?.getAll('wordsAre')).toEqual(['', 'name_or_place']);
    expect(typedBefore(kept, 'search', '1')).toBeNull();
    expect(typedBefore({}, 'release', '1')).toBeNull();
  });

  test('are listed newest first, each once, and by what they are for', () => {
    const forms = withForm(withForm(withForm([], form('1')), { ...form('2'), kind: 'search' }), form('3'));
    expect(ids(withForm(forms, form('1')))).toEqual(['1', '3', '2']);
    expect(ids(formsOf({ forms }, 'release'))).toEqual(['3', '1']);
  });

  test('never outgrow the row of their session: the oldest go first', () => {
    // Characters of four bytes each, the longest that a query takes.
    const long = '🚗'.repeat(2_000);
    let forms: readonly KeptForm[] = [];
    for (let n = 0; n < 20; n += 1) forms = withForm(forms, form(String(n), long));
    expect(ids(forms)).toEqual(['19', '18', '17', '16']);
    expect(isKeepable(form('1', long))).toBe(true);
    expect(isKeepable(form('1', '🚗'.repeat(20_000)))).toBe(false);
  });
});
