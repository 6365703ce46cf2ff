/**
 * Checkpoints and policies that the specifications allow and forbid, sentence by sentence, each judged twice: by the
 * client that was written from them alone, and by the gateway's own verifier.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parseCheckpoint } from '../../gateway/audit/parse-checkpoint.ts';
import { verifyNote } from '../../gateway/audit/signed-note.ts';
import { httpSource } from '../../gateway/audit-verify/log-source.ts';
import { readPolicy } from '../../gateway/audit-verify/policy.ts';
import { verifyLog } from '../../gateway/audit-verify/verify-log.ts';
import { parsePolicy } from '../../gateway/cosigning/policy.ts';
import { HONEST, rootAt, sealSteps, writeLog } from '../gateway/audit/sample-log.ts';
import { withAnswers } from './answers.ts';
import { describeIndependent, runVerifyLog } from './run-verify-log.ts';
import { createLogKey, createWitnessKey, type HandKey, signNote } from './signed-by-hand.ts';

const ORIGIN = 'log.test/by-hand';
const log = createLogKey(ORIGIN);
const namesake = createLogKey(ORIGIN);
const w1 = createWitnessKey('w1.test/ö');
const w2 = createWitnessKey('w2.test/ö');
const w3 = createWitnessKey('w3.test/ö');
const sealed = sealSteps(HONEST);
const root = rootAt(sealed).toString('base64');
const text = `${ORIGIN}\n${sealed.length}\n${root}\n`;
const good = signNote(text, log);

let directory: string;

/** What both say of a log with this checkpoint. */
async function judge(note: string | Buffer, ...words: string[]) {
  const serve = (path: string) => {
    try {
      const body = path === '/log/checkpoint' ? Buffer.from(note) : readFileSync(join(directory, path));
      const type = path === '/log/checkpoint' ? 'text/plain; charset=utf-8' : 'application/octet-stream';
      return { status: 200, headers: { 'content-type': type }, body };
    } catch {
      return { status: 404, headers: {}, body: Buffer.alloc(0) };
    }
  };
  return withAnswers(serve, async (url) => {
    const ours = await verifyLog({ source: httpSource(`${url}/log`), vkey: log.vkey }).then(
      ({ ok }) => ok,
      () => false,
    );
    const { code, report } = await runVerifyLog(url, log.vkey, ...words);
    return { independent: code === 0, gateway: ours, why: report.refused ?? report.unchecked };
  });
}

const ALLOWED: readonly (readonly [what: string, note: string])[] = [
  ['three lines and the signature of the log', good],
  ['an extension line', signNote(`${text}an extension\n`, log)],
  ['a signature of an unknown key', signNote(text, createLogKey('other.test'), log)],
  ['a signature of an unknown key with the name of the log', signNote(text, namesake, log)],
  ['a cosignature that nobody asked for', signNote(text, log, w1)],
  ['the same signature twice', signNote(text, log, log)],
  ['sixteen signatures', signNote(text, ...Array(15).fill(w1), log)],
];

const FORBIDDEN: readonly (readonly [what: string, note: string | Buffer])[] = [
  ['no signature', `${text}\n`],
  ['the signature of another key of that name', signNote(text, namesake)],
  ['a wrong signature of the log beside a right one', good + log.sign(`${text}x\n`)],
  ['an origin that is not the name of the key', signNote(text.replace(ORIGIN, 'log.test/other'), log)],
  ['an empty origin', signNote(text.replace(ORIGIN, ''), log)],
  ['a size with a leading zero', signNote(text.replace(/\n/, '\n0'), log)],
  ['a size with a sign', signNote(text.replace(/\n/, '\n+'), log)],
  ['a size in other digits', signNote(text.replace(/\n\d+/, '\n٢١'), log)],
  ['a root that is too short', signNote(text.replace(root, Buffer.alloc(31, 7).toString('base64')), log)],
  [
    'a root in base64 with stray bits',
    signNote(
      text.replace(/.=\n$/, (end) => `${stray(end)}=\n`),
      log,
    ),
  ],
  ['a root without its padding', signNote(text.replace('=\n', '\n'), log)],
  ['two lines', signNote(`${ORIGIN}\n${sealed.length}\n`, log)],
  ['carriage returns', good.replaceAll('\n', '\r\n')],
  ['no last newline', good.slice(0, -1)],
  ['a hyphen in place of the dash', good.replace('—', '-')],
  ['two spaces before the signature', good.replace(/ (?=\S+\n$)/, '  ')],
  ['a signature without its padding', good.replace(/=+\n$/, '\n')],
  [
    'bytes that are not UTF-8',
    Buffer.concat([Buffer.from(text), Buffer.of(0xff), Buffer.from(`\n${log.sign(text)}`)]),
  ],
];

/** Signed by the log, and well: their form alone is forbidden. */
const MALFORMED: readonly (readonly [what: string, note: string])[] = [
  ['an empty line among those of the checkpoint', signNote(`${text}\nmore\n`, log)],
  ['a control character that is signed', signNote(`${text}a\tb\n`, log)],
  ['a control character beside a signature', good.replace(/ (?=\S+\n$)/, '\t')],
  ['a line after the signatures', `${good}more\n`],
  ['a signature of an unknown key that is too short', `${good}— other.test AAAAAA==\n`],
  ['a signature of an unknown key with a plus sign', `${good}— other+test AAAAAAAA\n`],
];

/** The last letter before the padding of a hash has two bits too many: another one that decodes to the same bytes. */
function stray(end: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  return letters[letters.indexOf(end[0] as string) + 1] as string;
}

describeIndependent('a checkpoint, as the client that was written from the specifications takes it', () => {
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'by-hand-'));
    writeLog(join(directory, 'log'), sealed);
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  test.each(ALLOWED)('may have %s', async (_, note) => {
    expect(await judge(note)).toEqual({ independent: true, gateway: true });
  });

  test.each([...FORBIDDEN, ...MALFORMED])('must not have %s', async (_, note) => {
    expect(await judge(note)).toEqual({ independent: false, gateway: false, why: expect.any(String) });
  });

  test.each(MALFORMED)('must not have %s for a node or a witness either', (_, note) => {
    expect(() => parseCheckpoint(verifyNote(note, log.vkey).text)).toThrow('malformed');
  });
});

const ONE = `witness one ${w1.vkey}\n`;
const TWO = `${ONE}witness two ${w2.vkey} https://w2.test/\n`;
const THREE = `  # of three\n\t${TWO}\nwitness three ${w3.vkey}\n`;
const NESTED = `log ${log.vkey}\n${THREE}group pair 2 one two\ngroup both all pair three\nquorum both\n`;

const QUORUMS: readonly (readonly [what: string, policy: string, cosigners: HandKey[], enough: boolean])[] = [
  ['nobody is demanded', 'quorum none\n', [], true],
  ['a witness that is demanded has cosigned', `${ONE}quorum one\n`, [w1], true],
  ['another one has', `${TWO}quorum one\n`, [w2], false],
  ['two of three have', `${THREE}group g 2 one two three\nquorum g\n`, [w1, w3], true],
  ['one of them has twice', `${THREE}group g 2 one two three\nquorum g\n`, [w1, w1], false],
  ['any has', `${THREE}group g any one two three\nquorum g\n`, [w3], true],
  ['all have but one', `${THREE}group g all one two three\nquorum g\n`, [w1, w2], false],
  ['a group has, and the group above it not', NESTED, [w1, w2], false],
  ['a group and the group above it have', NESTED, [w1, w2, w3], true],
];

const MEANINGLESS: readonly (readonly [what: string, policy: string])[] = [
  ['no quorum', ONE],
  ['two quorums', 'quorum none\nquorum none\n'],
  ['a quorum before its witness', `quorum one\n${ONE}`],
  ['a member in two groups', `${TWO}group a any one\ngroup b all one two\nquorum b\n`],
  ['the member `none`', `${ONE}group g any none one\nquorum g\n`],
  ['a threshold of more than there are', `${ONE}group g 2 one\nquorum g\n`],
  ['a threshold of 0', `${ONE}group g 0 one\nquorum g\n`],
  ['a name twice', `${ONE}witness one ${w2.vkey}\nquorum one\n`],
  ['a key twice', `${ONE}witness two ${w1.vkey}\nquorum one\n`],
  ['the key of a log as a witness', `witness one ${log.vkey}\nquorum one\n`],
  ['a key with another ID', `${ONE.replace(/\+.{8}\+/, '+00000000+')}quorum one\n`],
  ['a carriage return', `${ONE}quorum one\r\n`],
  ['a space that is not one of ASCII', 'quorum\u00a0none\n'],
  ['a log twice', `log ${log.vkey}\nlog ${log.vkey} https://log.test\nquorum none\n`],
  ['the key of a witness as a log', `log ${w1.vkey}\nquorum none\n`],
  ['a key of a log with another ID', `log ${log.vkey.replace(/\+.{8}\+/, '+00000000+')}\nquorum none\n`],
  ['DEL in a comment', '# a\u007fb\nquorum none\n'],
  ['another control character in a comment', '# a\u0000b\nquorum none\n'],
  ['a last line without its newline', 'quorum none'],
];

describeIndependent('a policy, as the client that was written from the specifications takes it', () => {
  let file: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'by-hand-'));
    writeLog(join(directory, 'log'), sealed);
    file = join(directory, 'policy.txt');
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  test.each(QUORUMS)('where %s', async (_, policy, cosigners, enough) => {
    writeFileSync(file, policy);
    const { independent } = await judge(signNote(text, log, ...cosigners), '--policy', file);
    const names = new Map([w1, w2, w3].map((key, i) => [key, ['one', 'two', 'three'][i] as string]));
    const ours = parsePolicy(policy).isQuorum(new Set(cosigners.map((key) => names.get(key) as string)));
    expect({ independent, ours }).toEqual({ independent: enough, ours: enough });
  });

  test.each(MEANINGLESS)('is refused with %s, and nothing is checked', async (_, policy) => {
    writeFileSync(file, policy);
    const { code, report } = await runVerifyLog('http://127.0.0.1:1', log.vkey, '--policy', file);
    expect({ code, report }).toEqual({
      code: 2,
      report: { ok: null, unchecked: expect.stringMatching(/^(tlog-policy|signed-note), /) },
    });
    expect(() => parsePolicy(policy)).toThrow();
    await expect(readPolicy(policy)).rejects.toThrow();
  });

  test('is refused if it is of other logs, or a witness that is named has not cosigned', async () => {
    writeFileSync(file, `log ${namesake.vkey}\nquorum none\n`);
    expect((await judge(good, '--policy', file)).why).toContain('is not a log of the policy');
    expect((await judge(signNote(text, log, w1), '--witness', w1.vkey, w2.vkey)).why).toContain(
      'has not cosigned',
    );
    expect(await judge(signNote(text, log, w1, w2), '--witness', w1.vkey, w2.vkey)).toMatchObject({
      independent: true,
    });
  });

  test('counts no cosignature that is wrong: the whole checkpoint is refused', async () => {
    writeFileSync(file, `${TWO}group g any one two\nquorum g\n`);
    const note = signNote(text, log, w1) + w2.sign(`${text}x\n`);
    expect((await judge(note, '--policy', file)).why).toContain(
      'the signature of `w2.test/ö` does not verify',
    );
  });
});
