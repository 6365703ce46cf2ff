/** Payloads as they arrive on a bad day: a part of them is gone, doubled, of another kind, or out of all bounds. */

type Json = unknown;

/** Numbers below 1 that follow from a seed (mulberry32): the same seed, the same payloads. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

const ODD: readonly Json[] = [
  ...[
    null,
    true,
    false,
    0,
    -1,
    -0.0001,
    1.0001,
    100.5,
    1e9,
    1562681121504,
    1e21,
    5e-324,
    Number.MAX_SAFE_INTEGER + 1,
  ],
  ...[
    '',
    ' ',
    '-',
    'null',
    'NaN',
    '-5',
    '0x10',
    '1e400',
    '2024-02-30T00:00:00Z',
    '2024-06-14T25:61:00Z',
    '2024-06-14',
  ],
  ...[
    'us-zz',
    'us-',
    'zz',
    'gb',
    'Colorado',
    'Atlantis',
    'ABC*123',
    'АВС123',
    'ı'.repeat(5),
    '🚗',
    '\ud800',
    'A\0B',
    '\n',
  ],
  ...[
    'A'.repeat(300),
    'data:image/jpeg;base64,',
    'not base64!',
    'constructor',
    '__proto__',
    'heartbeat',
    'new',
  ],
  ...[
    {},
    [],
    [[]],
    [null],
    { '#text': {} },
    { '@Likelihood': 'high', '#text': 'X' },
    Array(101).fill({ plate: 'a' }),
  ],
];

/** A copy of the payload with one to four changes. */
export function mutated(payload: Json, random: () => number): Json {
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  // Now and then nothing of it is left.
  if (random() < 0.01) return pick(ODD);
  const copy = copyOf(payload);
  for (let left = 1 + Math.floor(random() * 4); left > 0; left--) {
    const [holder, key] = pick(placesIn(copy));
    const kind = random();
    if (kind < 0.25) remove(holder, key);
    else if (kind < 0.75) holder[key] = copyOf(pick(ODD));
    else if (kind < 0.9) holder[key] = bent(holder[key], random);
    else holder[`${key}x`] = holder[key];
  }
  return copy;
}

/** Of what JSON can say; `structuredClone` takes ten times as long. */
function copyOf(value: Json): Json {
  return JSON.parse(JSON.stringify(value));
}

type Holder = Record<string, Json>;

/** Every member and item, with what holds it. */
function placesIn(value: Json): [Holder, string][] {
  if (typeof value !== 'object' || value === null) return [[{}, 'none']];
  const holder = value as Holder;
  const own = Object.keys(holder).map((key): [Holder, string] => [holder, key]);
  const below = own.flatMap(([, key]) => (typeof holder[key] === 'object' ? placesIn(holder[key]) : []));
  return own.length + below.length === 0 ? [[{}, 'none']] : [...own, ...below];
}

function remove(holder: Holder, key: string): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else Reflect.deleteProperty(holder, key);
}

/** The same value in another kind or scale. */
function bent(value: Json, random: () => number): Json {
  if (typeof value === 'number') return random() < 0.5 ? String(value) : value * (random() < 0.5 ? 1000 : -1);
  if (typeof value === 'string')
    return random() < 0.5 ? value.repeat(40) : value.slice(0, Math.floor(value.length / 2));
  return random() < 0.5 ? [value] : { value };
}
