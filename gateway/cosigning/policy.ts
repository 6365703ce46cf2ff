/** Parses a C2SP tlog-policy file: it says which witnesses must have cosigned a head. Pure. */
import { parseWitnessKey } from '../audit/cosignature.ts';
import { parseVerifierKey, type Verifier } from '../audit/signed-note.ts';

export interface PolicyWitness {
  /** The name in the policy only. */
  readonly name: string;
  readonly vkey: string;
  readonly key: Verifier;
  /** The URL below which `add-checkpoint` is; null: it is not asked, only believed. */
  readonly url: string | null;
}

export interface Policy {
  /** The verifier keys of the logs that it is for; empty: any log. */
  readonly logs: readonly string[];
  readonly witnesses: readonly PolicyWitness[];
  /**
   * True if a head is cosigned by enough.
   * @param cosigned names of witnesses
   * @param removed names of witnesses that two persons removed: a group needs no more than its other members
   */
  readonly isQuorum: (cosigned: ReadonlySet<string>, removed?: ReadonlySet<string>) => boolean;
}

/** True if the witnesses with a URL that were not removed suffice for the quorum. @param removed names */
export function canBeReached(
  { isQuorum, witnesses }: Policy,
  removed: ReadonlySet<string> = new Set(),
): boolean {
  const asked = witnesses.filter(({ name, url }) => url !== null && !removed.has(name));
  return isQuorum(new Set(asked.map(({ name }) => name)), removed);
}

/** The bounds that the specification lets a reader have; it asks for 32 of each at least. */
const MOST_LINES = 2_000;
const MOST_NAMES = 256;

/** ASCII control characters but tab and newline: a policy must not have them, not even in comments. */
const CONTROL = /[^\P{Cc}\t\n\u0080-\u009f]/u;

/** Tells whether a member agrees; null: none of it is left that could be asked. */
type Test = (cosigned: ReadonlySet<string>, removed: ReadonlySet<string>) => boolean | null;

/** The contents of a file read so far. */
interface Reading {
  readonly logs: string[];
  readonly witnesses: PolicyWitness[];
  /** The tests of witnesses and groups, which share their names. */
  readonly tests: Map<string, Test>;
  /** The public keys, and the names that are in a group already. */
  readonly keys: Set<string>;
  readonly grouped: Set<string>;
  quorum: Test | null;
}

/** Parses a policy. @throws TypeError that names the line and what is wrong with it */
export function parsePolicy(text: string): Policy {
  const lines = text.split('\n');
  if (text !== '' && lines.at(-1) !== '') {
    throw new TypeError(`line ${lines.length}, the last one, does not end in a newline: add one`);
  }
  if (lines.length > MOST_LINES) throw new TypeError(`a policy has at most ${MOST_LINES} lines`);
  const reading: Reading = {
    ...{ logs: [], witnesses: [], quorum: null },
    ...{ tests: new Map(), keys: new Set(), grouped: new Set() },
  };
  for (const [i, line] of lines.entries()) {
    try {
      if (CONTROL.test(line)) {
        throw new TypeError('it has a control character: remove it (tabs and newlines may stay)');
      }
      const words = line.split(/[ \t]+/).filter((word) => word !== '');
      if (words.length > 0 && !words[0]?.startsWith('#')) readLine(words, reading);
    } catch (error) {
      throw new TypeError(`line ${i + 1}: ${(error as Error).message}`);
    }
  }
  const { logs, quorum, witnesses } = reading;
  if (quorum === null) throw new TypeError('there is no line `quorum`: write `quorum NAME` or `quorum none`');
  return { logs, witnesses, isQuorum: (cosigned, removed = new Set()) => quorum(cosigned, removed) ?? false };
}

function readLine([word, ...rest]: readonly string[], reading: Reading): void {
  if (word === 'log') readLog(rest, reading);
  else if (word === 'witness') readWitness(rest, reading);
  else if (word === 'group') readGroup(rest, reading);
  else if (word === 'quorum') readQuorum(rest, reading);
  else throw new TypeError(`\`${word}\` is none of log, witness, group, quorum`);
}

function readLog([vkey, url, ...more]: readonly string[], reading: Reading): void {
  if (vkey === undefined || more.length > 0) throw new TypeError('write `log VKEY [URL]`');
  if (url !== undefined) checkUrl(url);
  claimKey(parseVerifierKey(vkey), 'log', reading);
  reading.logs.push(vkey);
}

function readWitness([name, vkey, url, ...more]: readonly string[], reading: Reading): void {
  if (name === undefined || vkey === undefined || more.length > 0) {
    throw new TypeError('write `witness NAME VKEY [URL]`');
  }
  const key = parseWitnessKey(vkey);
  claimKey(key, 'witness', reading);
  claimName(name, (cosigned, removed) => (removed.has(name) ? null : cosigned.has(name)), reading);
  reading.witnesses.push({ name, vkey, key, url: url === undefined ? null : checkUrl(url) });
}

function readGroup([name, threshold, ...members]: readonly string[], reading: Reading): void {
  if (name === undefined || threshold === undefined || members.length === 0) {
    throw new TypeError('write `group NAME all|any|COUNT MEMBER…`');
  }
  const tests = members.map((member) => testOf(member, reading));
  for (const member of members) {
    if (reading.grouped.has(member)) throw new TypeError(`\`${member}\` is a member of a group already`);
    reading.grouped.add(member);
  }
  const least = threshold === 'all' ? members.length : threshold === 'any' ? 1 : Number(threshold);
  if (!/^(all|any|[1-9]\d*)$/.test(threshold) || least > members.length) {
    throw new TypeError(`\`${threshold}\` must be all, any, or a number from 1 to ${members.length}`);
  }
  const isMet: Test = (...of) => {
    const left = tests.map((test) => test(...of)).filter((answer) => answer !== null);
    return left.length === 0 ? null : left.filter(Boolean).length >= Math.min(least, left.length);
  };
  claimName(name, isMet, reading);
}

function readQuorum([name, ...more]: readonly string[], reading: Reading): void {
  if (name === undefined || more.length > 0) throw new TypeError('write `quorum NAME` or `quorum none`');
  if (reading.quorum !== null) throw new TypeError('there is a line `quorum` already');
  reading.quorum = name === 'none' ? () => true : testOf(name, reading);
}

function testOf(name: string, { tests }: Reading): Test {
  const test = tests.get(name);
  if (test === undefined)
    throw new TypeError(`\`${name}\` is neither a witness nor a group that an earlier line names`);
  return test;
}

function claimName(name: string, test: Test, { tests }: Reading): void {
  if (name === 'none' || tests.has(name)) throw new TypeError(`the name \`${name}\` is taken`);
  if (tests.size >= MOST_NAMES) throw new TypeError(`there are more than ${MOST_NAMES} witnesses and groups`);
  tests.set(name, test);
}

/** Refuses a key under two names, since one log or witness would count twice. */
function claimKey({ key }: Verifier, kind: string, { keys }: Reading): void {
  const raw = `${kind} ${key.export({ format: 'der', type: 'spki' }).toString('base64')}`;
  if (keys.has(raw)) throw new TypeError(`this key is the key of another ${kind} too`);
  keys.add(raw);
}

/** Returns the URL without its last slash. Plain HTTP will do: what is sent is public, and signed. */
function checkUrl(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new TypeError(`\`${text}\` must be a URL that begins with https:// or http://`);
  }
  return text.replace(/\/+$/, '');
}
