/** A real SMTP server that keeps what it is sent, and refuses as it is told. */
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

export interface MailServer {
  readonly url: string;
  /** Messages as they came, headers included. */
  readonly taken: string[];
  refuses: 'nothing' | 'login' | 'address' | 'message';
  close(): Promise<void>;
}

const refusal = (responseCode: number) => Object.assign(new Error('refused'), { responseCode });

export async function startMailServer(): Promise<MailServer> {
  const kept: MailServer = { url: '', taken: [], refuses: 'nothing', close: async () => undefined };
  const server = new SMTPServer({
    logger: false,
    hideSTARTTLS: true,
    allowInsecureAuth: true,
    onAuth: ({ password, username }, _, callback) =>
      kept.refuses === 'login' || password !== 'right'
        ? callback(refusal(535))
        : callback(null, { user: username }),
    onRcptTo: (_, __, callback) => callback(kept.refuses === 'address' ? refusal(550) : null),
    onData: async (stream, _, callback) => {
      const message = await text(stream);
      if (kept.refuses === 'message') return callback(refusal(451));
      kept.taken.push(message);
      callback(null);
    },
  });
  // A client that gives up in the middle is not this server's fault.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return Object.assign(kept, {
    url: `smtp://alpr:right@127.0.0.1:${port}`,
    close: () => new Promise<void>((resolve) => server.close(resolve)),
  });
}
