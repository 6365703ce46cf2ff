/** Tells on the page that follows a form what the form has done. A cookie brings the word there, once. */

const SENTENCES = {
  proposed: 'Proposed. Nothing changes before another person approves it.',
  approved: 'Approved. It is in force now.',
  taken_back: 'Taken back. Nobody can approve it any more.',
  removed: 'Removed.',
  reinstated: 'Reinstated.',
  taken_in: 'Taken in. Nothing changes before two persons here accept it.',
  accepted_first: 'Accepted by you. Nothing changes before another person accepts it, too.',
  accepted: 'Accepted. Both sides’ logs keep it.',
  agreement_over: 'It is over, for good. The other gateway is told.',
  resumed_asking: 'It can be asked again.',
  saved: 'Saved.',
  kept: 'Approved. The reads were copied, and are kept.',
  erased: 'Ended. No copy is kept.',
  renewed: 'Approved. The reads are kept until the new day.',
  confirmed: 'Confirmed.',
  dismissed: 'Dismissed.',
  wrong: 'Marked as wrong. The hit is dismissed, and further hits of this plate and entry carry a caution.',
  reported_wrong: 'Reported as wrong. The hit carries a caution, and a reviewer of the owner decides.',
  lift_proposed: 'Proposed. The caution stays until another person lifts it.',
  lifted: 'Lifted. Hits of this plate and entry carry no caution any more.',
} as const;

export type Told = keyof typeof SENTENCES;

export const isTold = (word: string | null): word is Told => word !== null && Object.hasOwn(SENTENCES, word);

/** Shows it beside what the page itself says stands now, which is its `status`. */
export const ToldRegion = ({ word }: { readonly word: Told }) => (
  <section class="usa-alert usa-alert--success" aria-label="Done">
    <div class="usa-alert__body">
      <p class="usa-alert__text">{SENTENCES[word]}</p>
    </div>
  </section>
);
