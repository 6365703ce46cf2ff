/** The department's own mail server: one message at a time, over TLS unless it is on this machine. */
import { createTransport } from 'nodemailer';
import { isThisMachine } from '../../settings/secure-url.ts';

export interface Message {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Tells whether a mail server took a message, and if not, why. */
export type MailOutcome = 'sent' | 'no_answer' | 'no_tls' | 'login_refused' | 'address_refused' | 'refused';

export interface Smtp {
  /** Never rejects. */
  send(message: Message): Promise<MailOutcome>;
  /** Signs in, and sends nothing. Never rejects. */
  check(): Promise<MailOutcome>;
}

const PATIENCE = 10_000;
const PORTS = { 'smtp:': 587, 'smtps:': 465 } as const;

/** @param url as the setting has it, checked */
export function openSmtp(url: string, from: string): Smtp {
  const { hostname, password, port, protocol, username } = new URL(url);
  const auth = { user: decodeURIComponent(username), pass: decodeURIComponent(password) };
  const transport = createTransport({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || PORTS[protocol as keyof typeof PORTS]),
    secure: protocol === 'smtps:',
    // A password, or whom a notice is for, never travels in the clear.
    requireTLS: protocol === 'smtp:' && !isThisMachine(hostname),
    ignoreTLS: isThisMachine(hostname),
    tls: { minVersion: 'TLSv1.2' },
    ...(username === '' ? {} : { auth }),
    connectionTimeout: PATIENCE,
    greetingTimeout: PATIENCE,
    socketTimeout: PATIENCE,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = from.slice(from.lastIndexOf('@') + 1);
  return {
    send: ({ id, subject, text, to }) =>
      transport
        .sendMail({
          ...{ from, subject, text, to: { name: '', address: to } },
          // The same for each attempt: a server that has it already may drop the second.
          messageId: `<${id}@${domain}>`,
          headers: { 'Auto-Submitted': 'auto-generated' },
        })
        .then(() => 'sent', outcomeOf),
    check: () => transport.verify().then(() => 'sent', outcomeOf),
  };
}

interface MailFault {
  readonly code?: string;
  readonly command?: string;
  readonly responseCode?: number;
}

/** Classifies a fault; the server's words go no further, since they repeat addresses. */
function outcomeOf(error: unknown): MailOutcome {
  const { code = '', command, responseCode = 0 } = (error ?? {}) as MailFault;
  if (code === 'EAUTH' || code === 'ENOAUTH') return 'login_refused';
  if (code === 'ETLS' || /CERT|SSL|TLS/.test(code)) return 'no_tls';
  if (command === 'RCPT TO' && responseCode >= 500) return 'address_refused';
  return responseCode > 0 ? 'refused' : 'no_answer';
}
