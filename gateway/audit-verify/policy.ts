/**
 * Which witnesses must have cosigned a log before one believes it: a policy file (C2SP tlog-policy). Written a second
 * time: the verifier shares no code with the program that it checks.
 */
import { type Bytes, decodeBase64, hexOf } from './bytes.ts';
import { sha256 } from './hash-tree.ts';

export interface Witness {
  /** In the policy only. */
  readonly name: string;
  /** By which its signature lines are found: the key's name, and its id in hexadecimal. */
  readonly keyName: string;
  readonly keyId: string;
  /** Ed25519, 32 bytes. */
  readonly key: Bytes;
}

export interface Policy {
  /** Verifier keys of the logs that it is for; empty: of any. */
  readonly logs: readonly string[];
  readonly witnesses: readonly Witness[];
  /** Null: nobody need cosign. */
  readonly quorum: Member | null;
}

/** A witness by its name, or so many of the members of a group. */
type Member = string | { readonly least: number; readonly of: readonly Member[] };

/** Type byte of keys that sign with a time (C2SP tlog-cosignature). */
const COSIGNATURE = 4;

/** @throws Error that names the line and what is wrong with it */
export async function readPolicy(text: string): Promise<Policy> {
  const logs: string[] = [];
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
  const readLine = async ([kind, name = '', third = '', ...rest]: string[]) => {
    if (kind === 'log' && name !== '' && rest.length === 0) logs.push(name);
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

  for (const [i, line] of text.split('\n').entries()) {
    const words = line.split(/[ \t]+/).filter((word) => word !== '');
    if (words.length === 0 || words[0]?.startsWith('#')) continue;
    try {
      await readLine(words);
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

/** @throws Error where the verifier key is not one of a witness */
async function readWitness(name: string, vkey: string): Promise<Witness> {
  const [, keyName, keyId, encoded] = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(vkey) ?? [];
  const typed = decodeBase64(encoded, 33);
  if (keyName === undefined || keyId === undefined || typed === null || typed[0] !== COSIGNATURE) {
    throw new Error(`\`${vkey}\` is not the key of a witness (name+id+base64, Ed25519 with a time, type 04)`);
  }
  if (hexOf((await sha256(`${keyName}\n`, typed)).subarray(0, 4)) !== keyId) {
    throw new Error(`the id of the key \`${vkey}\` is not its own`);
  }
  return { name, keyName, keyId, key: typed.subarray(1) };
}

/** Whether these witnesses are enough. */
export function isQuorum({ quorum }: Policy, names: ReadonlySet<string>): boolean {
  const agrees = (member: Member): boolean =>
    typeof member === 'string'
      ? names.has(member)
      : member.of.filter((one) => agrees(one)).length >= member.least;
  return quorum === null || agrees(quorum);
}
