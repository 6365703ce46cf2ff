/** Says what a notice tells, and where its link leads: only what kind it is, since mail is read by others on its way. */

interface NoticeWords {
  readonly subject: string;
  readonly says: string;
  /** @param about the id of the thing, where the notice is of one */
  readonly path: (about: string) => string;
}

export const NOTICES = {
  decided: {
    subject: 'A query of yours was decided',
    says: 'A reviewer has decided on a query of yours that was held.',
    path: (id) => `/query/held/${id}`,
  },
  waits: {
    subject: 'A review waits for you',
    says: 'A query, or a release for danger to life, waits for a reviewer.',
    path: () => '/console/reviews',
  },
  approve: {
    subject: 'A proposal waits for you',
    says: 'Another administrator has proposed something that takes two.',
    path: () => '/console',
  },
  ends: {
    subject: 'A grant ends in 30 days or less',
    says: 'A grant ends within 30 days. Whether it is given again is for two administrators to decide.',
    path: (id) => `/console/grants/${id}`,
  },
  hit: {
    subject: 'A standing query of yours has a hit',
    says: 'A camera has seen what a standing query of yours looks for. It is unconfirmed until a person has verified it.',
    path: () => '/query',
  },
  overdue: {
    subject: 'A report is overdue',
    says: 'A report of possible misuse is past the time within which somebody should have closed it.',
    path: () => '/console/misuse',
  },
  duty_overdue: {
    subject: 'A duty under served process is overdue',
    says: 'An answer, a copy to the state, or a notice to a person was not given in time.',
    path: () => '/console/processes',
  },
} as const satisfies Readonly<Record<string, NoticeWords>>;

export type NoticeKind = keyof typeof NOTICES;

const WHY =
  'You get this since your agency has registered your address with the gateway. It never names a plate, a person or a ' +
  'case: sign in to see what it is about.';

/** @param publicUrl the gateway's address, without a slash at its end */
export function noticeText(
  kind: NoticeKind,
  about: string,
  publicUrl: string,
): { subject: string; text: string } {
  const { path, says, subject } = NOTICES[kind];
  return { subject: `ALPR sharing: ${subject}`, text: `${says}\n\n${publicUrl}${path(about)}\n\n${WHY}\n` };
}
