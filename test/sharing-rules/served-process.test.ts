/** What is refused at once, which duties stand, and what is wrong with the times of a process. */
import { describe, expect, test } from '@jest/globals';
import {
  dutyStatus,
  faultOfProcess,
  PROCESS_KINDS,
  processStatus,
  refusedAtOnce,
} from '../../sharing-rules/served-process.ts';

const NOW = Date.parse('2026-12-10T12:00:00Z');
const DAY = 86_400_000;

describe('a served process', () => {
  test('is refused at once if it is an administrative warrant of immigration, and no other is', () => {
    expect(PROCESS_KINDS.filter((kind) => refusedAtOnce(kind) !== null)).toEqual(['administrative_warrant']);
  });

  test('is done once all its duties are, and open without any', () => {
    expect(processStatus(false, ['done', 'done'])).toBe('done');
    expect(processStatus(false, ['done', 'overdue'])).toBe('open');
    expect(processStatus(false, [])).toBe('open');
    expect(processStatus(true, ['lapsed'])).toBe('refused');
  });
});

describe('a duty', () => {
  const duty = (changes: object = {}) => ({ duty: 'answer' as const, dueAt: NOW, doneAt: null, ...changes });

  test('is overdue from the moment on which it is due', () => {
    expect(dutyStatus(duty(), { isRefused: false, now: NOW - 1 })).toBe('open');
    expect(dutyStatus(duty(), { isRefused: false, now: NOW })).toBe('overdue');
    expect(dutyStatus(duty({ doneAt: NOW + DAY }), { isRefused: false, now: NOW + DAY })).toBe('done');
  });

  test('ends with a refusal, but for the copy to the state', () => {
    const refused = { isRefused: true, now: NOW };
    expect(dutyStatus(duty(), refused)).toBe('lapsed');
    expect(dutyStatus(duty({ duty: 'notify_person' }), refused)).toBe('lapsed');
    expect(dutyStatus(duty({ duty: 'copy_to_state' }), refused)).toBe('overdue');
  });
});

describe('the times of a process', () => {
  const times = (changes: object = {}) => ({ servedAt: NOW, duties: [], from: null, to: null, ...changes });

  test.each([
    [times({ servedAt: NOW + 61_000 }), /^`servedAt` is in the future: write the day/],
    [
      times({
        duties: [
          { duty: 'notify_person', by: NOW + 1 },
          { duty: 'answer', by: NOW - 1 },
        ],
      }),
      /^`duties\.1\.by` is before `servedAt`: write the day or the time by which the duty `answer` is due/,
    ],
    [
      times({
        duties: [
          { duty: 'answer', by: NOW },
          { duty: 'answer', by: NOW + 1 },
        ],
      }),
      /^`duties\.1\.duty` stands twice: write each duty once/,
    ],
    [times({ from: NOW, to: NOW - 1 }), /^`scope\.to` is before `scope\.from`: write/],
  ])('are refused by the member, with what to write', (wrong, words) => {
    expect(faultOfProcess(wrong as Parameters<typeof faultOfProcess>[0], NOW)).toMatch(words);
  });

  test('are taken on the very moment', () => {
    const same = times({ servedAt: NOW, duties: [{ duty: 'answer', by: NOW }], from: NOW, to: NOW });
    expect(faultOfProcess(same as Parameters<typeof faultOfProcess>[0], NOW)).toBeNull();
  });
});
