/** Lists refused words for the same plate or case, beside the words that came instead. */
import type { ReviewView } from '../../oversight/reviews/describe-review.ts';
import { asSentence } from '../layout/first-upper.ts';
import { Time } from '../layout/time.tsx';
import { MarkedText } from './marked-text.tsx';
import { FoundList } from './reason-list.tsx';

export function RefusedBeforeList({ refusedBefore }: Pick<ReviewView, 'refusedBefore'>) {
  if (refusedBefore === undefined) return null;
  return (
    <>
      <h2>What was refused before</h2>
      {refusedBefore.length === 0 ? (
        <p>Not kept any more, or among so many refusals of this agency that they were not found.</p>
      ) : null}
      {refusedBefore.map(({ at, found, incident, index, justification, sameOfficer }) => (
        <section key={index}>
          <h3>
            By {sameOfficer ? 'the same officer' : 'a colleague'}, <Time at={at} />, log entry {index}
          </h3>
          {incident === null ? null : <p>{asSentence(incident)}</p>}
          <MarkedText
            text={justification}
            words={found.flatMap((one) => one.words.map(({ words }) => words))}
          />
          <FoundList found={found} />
        </section>
      ))}
    </>
  );
}
