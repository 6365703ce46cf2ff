/** `hot-list board`: a link that opens the board of jobs in a browser. */

import type { Command } from 'commander';
import { part } from '../cli/administration/part.ts';
import type { Connect } from '../cli/client/connect.ts';

export const boardCommand = (connect: Connect): Command =>
  part(connect, {
    name: 'board',
    description:
      'a link that opens the board of jobs in a browser: good for a minute, and then a quarter of an hour',
    example: 'hot-list board',
    json: '{ url, expiresAt }',
    as: 'acts',
    work: async ({ client }) => {
      const pass = await client.call<{ url: string; expiresAt: string }>('POST', '/v1/board-passes');
      return { result: pass, say: () => pass.url };
    },
  });
