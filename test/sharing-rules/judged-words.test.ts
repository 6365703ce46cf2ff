/** What came of the screen's objections: counted by list and frame from what reviewers said of the queries. */
import { describe, expect, test } from '@jest/globals';
import { countJudgedWords } from '../../sharing-rules/judged-words.ts';
import { screen } from '../../sharing-rules/narrative/screen.ts';
import type { ReviewVerdict } from '../../sharing-rules/terms/statuses.ts';

const judged = (verdict: ReviewVerdict, justification: string) => ({
  verdict,
  findings: screen({ code: 'stolen_vehicle', justification }),
});

describe('the words of judged queries', () => {
  test('are counted by list and frame, once a query, the honest first', () => {
    const counted = countJudgedWords([
      judged('misuse', 'stolen truck, suspect threatened to have victim deported'),
      judged('honest', 'stolen truck of Ice Age Beverage, the Ice Age Beverage yard'),
      judged('honest', 'stolen truck of Ice Age Beverage'),
      judged('mistaken', 'stolen sedan, green card in the console'),
      judged('honest', 'sedan stolen from a driveway overnight'),
    ]);
    const none = { honest: 0, mistaken: 0, misuse: 0 };
    expect(counted[0]).toEqual({
      ...{ list: 'narrative_immigration: federal_immigration_agency', frame: 'name_or_place' },
      ...{ ...none, honest: 2 },
    });
    expect(counted).toContainEqual({
      ...{ list: 'narrative_immigration: immigration_matter', frame: null, ...none, mistaken: 1 },
    });
    expect(counted).toContainEqual(
      expect.objectContaining({ ...none, misuse: 1, list: expect.stringMatching(/^narrative_immigration/) }),
    );
    expect(counted.filter(({ list }) => list.startsWith('narrative_immigration'))).toHaveLength(3);
  });
});
