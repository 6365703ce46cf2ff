/**
 * Reads which witnesses must have cosigned a log before one believes it: a policy file (C2SP tlog-policy).
 * Written independently: the verifier shares no code with the program that it checks.
 */
import { type Bytes, hexOf } from './bytes.ts';
import { readVerifierKey } from './signed-note.ts';

export interface Witness {
  /** The name in the policy only. */
  readonly name: string;
  /** The key's name and its id in hexadecimal, by which its signature lines are found. */
  readonly keyName: string;
  readonly keyId: string;
  /** The Ed25519 public key, 32 bytes. */
  readonly key: Bytes;
}

export interface Policy {
  /** The verifier keys of the logs that it is for; empty: any log. */
  readonly logs: readonly string[];
  readonly witnesses: readonly Witness[];
  /** Null: nobody need cosign. */
  readonly quorum: Member | null;
}

/** A witness by its name, or so many of the members of a group. */
type Member = string | { readonly least: number; readonly of: readonly Member[] };

/** ASCII control characters but tab and newline: a policy must not have them, not even in comments. */
const CONTROL = /[^\P{Cc}\t\n\u0080-\u009f]/u;

/** Parses a policy. @throws Error that names the line and what is wrong with it */
export async function readPolicy(text: string): Promise<Policy> {
  const logs: string[] = [];
  const keysOfLogs = new Set<string>();
  const witnesses: Witness[] = [];
  const members = new Map<string, Member>();
  const inGroups = new Set<string>();
  let quorum: Member | null | undefined;

  const known = (name: string): Member => {
    const member = members.get(name);
    if (member === undefined)
      throw new Error(`\`${name}\` is neither a witness nor a group that an earlier line names`);
    return member;
  };
  const define = (name: string, member: Member) => {
    if (name === 'none' || members.has(name)) throw new Error(`there is another \`${name}\``);
    members.set(name, member);
  };
  const readLog = async (vkey: string) => {
    const key = hexOf((await readVerifierKey(vkey, 'log')).raw);
    if (keysOfLogs.has(key)) throw new Error('another line `log` has the same key: remove one of them');
    keysOfLogs.add(key);
    logs.push(vkey);
  };
  const readLine = async ([kind, name = '', third = '', ...rest]: string[]) => {
    if (kind === 'log' && name !== '' && rest.length === 0) await readLog(name);
    else if (kind === 'witness' && third !== '' && rest.length < 2) {
      const witness = await readWitness(name, third);
      if (witnesses.some(({ key }) => hexOf(key) === hexOf(witness.key)))
        throw new Error('another witness has the same key: one cannot count twice');
      define(name, name);
      witnesses.push(witness);
    } else if (kind === 'group' && rest.length > 0) {
      const of = rest.map(known);
      for (const one of rest) {
        if (inGroups.has(one)) throw new Error(`\`${one}\` is in a group already`);
        inGroups.add(one);
      }
      define(name, { least: leastOf(third, of.length), of });
    } else if (kind === 'quorum' && name !== '' && third === '') {
      if (quorum !== undefined) throw new Error('there is a quorum already');
      quorum = name === 'none' ? null : known(name);
    } else throw new Error('a policy has no line of this kind: see c2sp.org/tlog-policy');
  };

  const lines = text.split('\n');
  if (text !== '' && lines.at(-1) !== '') {
    throw new Error(`line ${lines.length} of the policy, its last, does not end in a newline: add one`);
  }
  for (const [i, line] of lines.entries()) {
    try {
      if (CONTROL.test(line)) {
        throw new Error('it has a control character: remove it (tabs and newlines may stay)');
      }
      const words = line.split(/[ \t]+/).filter((word) => word !== '');
      if (words.length > 0 && !words[0]?.startsWith('#')) await readLine(words);
    } catch (error) {
      throw new Error(`line ${i + 1} of the policy: ${(error as Error).message}`);
    }
  }
  if (quorum === undefined) throw new Error('the policy has no line `quorum`');
  return { logs, witnesses, quorum };
}

function leastOf(threshold: string, members: number): number {
  if (threshold === 'all') return members;
  if (threshold === 'any') return 1;
  const least = /^[1-9]\d{0,5}$/.test(threshold) ? Number(threshold) : 0;
  if (least < 1 || least > members) throw new Error(`\`${threshold}\` is not all, any, or 1 to ${members}`);
  return least;
}

/** Parses a witness. @throws Error if the verifier key is not one of a witness */
async function readWitness(name: string, vkey: string): Promise<Witness> {
  const { id, name: keyName, raw } = await readVerifierKey(vkey, 'witness');
  return { name, keyName, keyId: id, key: raw };
}

/** True if these witnesses are enough. */
export function isQuorum({ quorum }: Policy, names: ReadonlySet<string>): boolean {
  const agrees = (member: Member): boolean =>
    typeof member === 'string'
      ? names.has(member)
      : member.of.filter((one) => agrees(one)).length >= member.least;
  return quorum === null || agrees(quorum);
}
