/** The options of the verifier, apart from its program, so that other code can parse them alike. */
export const VERIFY_OPTIONS = {
  url: { type: 'string' },
  dir: { type: 'string' },
  key: { type: 'string', multiple: true },
  older: { type: 'string', multiple: true },
  receipt: { type: 'string', multiple: true },
  policy: { type: 'string' },
  'max-age': { type: 'string' },
  proof: { type: 'string', multiple: true },
  transparency: { type: 'string' },
  year: { type: 'string' },
  save: { type: 'string' },
  'most-entries': { type: 'string' },
  'most-hours': { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

export const MIRROR_OPTIONS = {
  key: { type: 'string', multiple: true },
  'most-entries': { type: 'string' },
  'most-hours': { type: 'string' },
  'most-gigabytes': { type: 'string' },
  compare: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;
