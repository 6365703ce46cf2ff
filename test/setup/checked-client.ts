/** A client of tests: its every answer is held against `/openapi.json`. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '../../gateway/cli/client/connect.ts';
import { bodyOf } from '../../gateway/cli/client/http-client-answer.ts';
import { checkAnswer } from './check-answer.ts';

/** @param patience how many times it asks again where it is told to (503) */
export function checkedClient(client: Client, patience: number): Client {
  const request: Client['request'] = async (method, path, ...rest) => {
    for (let left = patience; ; left -= 1) {
      const answer = await client.request(method, path, ...rest);
      const { body, headers, status } = answer;
      checkAnswer(method, path, { status, headers, body });
      if (status !== 503 || left <= 0) return answer;
      const { detail } = body as { detail?: string };
      process.stderr.write(`${method} ${path} is asked again: ${detail}\n`);
      await pause(Number(headers.get('Retry-After') ?? 1) * 1_000);
    }
  };
  const call: Client['call'] = async <T>(...asked: Parameters<Client['request']>) =>
    bodyOf(await request(...asked)) as T;
  return { ...client, request, call };
}
