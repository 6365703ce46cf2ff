/** Names the channels of PostgreSQL on which nodes tell each other of a change, within its transaction. */
export const CHANNELS = {
  /** An agency, a grant or who may sign in was changed: its id, or `all`. */
  registry: 'registry',
  /** The channel of revocation records: a right was taken away. */
  marks: 'marks',
  /** A hot list has a new version: its id. */
  hotList: 'hot_list',
  /** A job waits. */
  outbox: 'outbox',
} as const;

export type Channel = (typeof CHANNELS)[keyof typeof CHANNELS];
