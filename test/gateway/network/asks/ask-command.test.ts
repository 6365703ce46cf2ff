import { describe, expect, test } from '@jest/globals';
import type { Client, Connect } from '../../../../gateway/cli/client/connect.ts';
import { askCommand } from '../../../../gateway/network/asks/command/ask-command.ts';
import { statedRead } from './answering-log.ts';

interface Called {
  readonly asked: unknown[];
  readonly printed: string;
}

/** Types the command at a client that is answered so. */
async function typed(words: string, answer: unknown): Promise<Called> {
  const asked: unknown[] = [];
  const client = {
    ...{ name: 'own-system', ori: 'CO0010300', isDemo: true, scope: 'alpr.ask' },
    call: async (...given: unknown[]) => {
      asked.push(...given);
      return answer;
    },
  };
  const connect: Connect = async () => client as unknown as Client;
  const written: string[] = [];
  const write = process.stdout.write;
  process.stdout.write = ((text: string, ...rest: unknown[]) => {
    written.push(String(text));
    (rest.at(-1) as (() => void) | undefined)?.();
    return true;
  }) as typeof write;
  try {
    await askCommand(connect).exitOverride().parseAsync(words.split(' '), { from: 'user' });
  } finally {
    process.stdout.write = write;
  }
  return { asked, printed: written.join('') };
}

const answers = [
  { ori: 'CO0010100', outcome: 'released', order: 'proved', reads: [statedRead()], entry: null },
  { ori: 'CO0010200', outcome: 'pending', order: 'not_proved', entry: null },
];

describe('the command `ask`', () => {
  test('asks each agency named, once, and says whose statement it is', async () => {
    const { asked, printed } = await typed('DEMO001 --at co0010100 CO0010200', { askId: 'an-id', answers });
    expect(asked).toMatchObject([
      'POST',
      '/v1/asks',
      { at: ['CO0010100', 'CO0010200'], plate: { number: 'DEMO001' } },
      { 'Idempotency-Key': expect.any(String) },
    ]);
    expect(printed).toContain(
      'CO0010100: released, 1 stated by CO0010100; both logs prove that it was asked before and answered after',
    );
    expect(printed).toContain('CO0010200: pending');
    expect(printed).toContain('ask --collect an-id');
  });

  test('collects what was still to come, and a further page', async () => {
    expect((await typed('--collect an-id', { askId: 'an-id', answers })).asked.slice(0, 2)).toEqual([
      'GET',
      '/v1/asks/an-id',
    ]);
    const { asked } = await typed('--collect an-id --next CO0010100', { askId: 'an-id', answers });
    expect(asked).toEqual(['POST', '/v1/asks/an-id/next', { ori: 'CO0010100' }]);
  });

  test('says what to give where nobody is named', async () => {
    await expect(typed('DEMO001', {})).rejects.toThrow('with --at the agencies to ask');
  });
});
