/** On which channels of PostgreSQL the nodes tell each other, always within the transaction of the change. */
export const CHANNELS = {
  /** An agency, a grant or who may sign in was changed: its id, or `all`. */
  registry: 'registry',
  /** A right was taken away: the mark. */
  marks: 'marks',
  /** A hot list has a new version: its id. */
  hotList: 'hot_list',
  /** A job waits. */
  outbox: 'outbox',
} as const;

export type Channel = (typeof CHANNELS)[keyof typeof CHANNELS];
