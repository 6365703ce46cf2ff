import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type Bytes, textOf, utf8 } from '../../../gateway/audit-verify/bytes.ts';
import { directorySource } from '../../../gateway/audit-verify/directory-source.ts';
import { httpSource, readPart, splitBundle } from '../../../gateway/audit-verify/log-source.ts';

let server: Server | undefined;
afterEach(() => {
  server?.close();
});

async function serve(listener: RequestListener): Promise<string> {
  const started = createServer(listener);
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}/log/`;
}

describe('reading a log over HTTP', () => {
  test('waits and asks again where the log is busy', async () => {
    const asked: unknown[] = [];
    const url = await serve((req, res) => {
      asked.push(req.url);
      if (asked.length < 3) res.writeHead(asked.length === 1 ? 429 : 503, { 'retry-after': '0' }).end();
      else res.end('here');
    });
    expect(textOf((await httpSource(url)('tile/0/000')) as Bytes)).toBe('here');
    expect(asked).toEqual(Array(3).fill('/log/tile/0/000'));
  });

  test('gives up on a log that stays busy or fails, and says so', async () => {
    const url = await serve((req, res) => {
      res.writeHead(req.url === '/log/broken' ? 500 : 429, { 'retry-after': '0' }).end();
    });
    await expect(httpSource(url)('checkpoint')).rejects.toThrow('answered 429');
    await expect(httpSource(url)('broken')).rejects.toThrow('answered 500');
  });

  test('tells a file that is not there from one that cannot be read', async () => {
    const url = await serve((_req, res) => res.writeHead(404).end());
    expect(await httpSource(url)('checkpoint')).toBeNull();
    expect(await directorySource('/nowhere')('checkpoint')).toBeNull();
    await expect(directorySource('/')('tmp')).rejects.toThrow('cannot read `/tmp`: EISDIR');
  });
});

describe('parts of a log', () => {
  test('are asked for by their paths, a full tile standing in for a partial one that is gone', async () => {
    const asked: string[] = [];
    const source = async (path: string) => {
      asked.push(path);
      return path === 'tile/0/x001/234' ? utf8('full') : null;
    };
    expect(await readPart(source, 'tile/0', 1234, 1234 * 256 + 7)).toEqual({
      path: 'tile/0/x001/234.p/7',
      width: 7,
      bytes: utf8('full'),
    });
    expect((await readPart(source, 'tile/entries', 0, 256)).bytes).toBeNull();
    expect(asked).toEqual(['tile/0/x001/234.p/7', 'tile/0/x001/234', 'tile/entries/000']);
  });

  test('a bundle is split at its lengths, and one that ends too early is none', () => {
    const bundle = utf8('\0\x02ab\0\0\0\x01c');
    expect(splitBundle(bundle, 3)?.map(textOf)).toEqual(['ab', '', 'c']);
    expect(splitBundle(bundle, 1)?.map(textOf)).toEqual(['ab']);
    expect(splitBundle(bundle, 4)).toBeNull();
    expect(splitBundle(bundle.subarray(0, 8), 3)).toBeNull();
    expect(splitBundle(bundle.subarray(0, 7), 3)).toBeNull();
  });
});
