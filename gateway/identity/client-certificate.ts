/** The client certificate that a TLS-terminating proxy hands over (RFC 8705, RFC 9440). */
import { hash, X509Certificate } from 'node:crypto';

/** Characters; a certificate with an RSA key of 4096 bits has about 2,500. */
const LONGEST = 8192;
const RFC_9440 = /^:([A-Za-z0-9+/]+={0,2}):$/;

/**
 * Returns the thumbprint `x5t#S256` (RFC 8705 §3.1): SHA-256 of the DER form, base64url. The proxy has
 * checked the chain; here it only has to be the certificate that the token is bound to, and in force now: a
 * proxy checks that once a connection, which may last for days.
 *
 * @param value the header's: `:base64 of DER:` (RFC 9440 §2.1), or PEM in percent-encoding (nginx's
 * `$ssl_client_escaped_cert`)
 * @param now ms
 * @returns null for anything else
 */
export function certificateThumbprint(value: string, now: number): string | null {
  if (value.length > LONGEST) return null;
  try {
    const base64 = RFC_9440.exec(value)?.[1];
    const bytes = base64 === undefined ? decodeURIComponent(value) : Buffer.from(base64, 'base64');
    const certificate = new X509Certificate(bytes);
    if (Date.parse(certificate.validFrom) > now || Date.parse(certificate.validTo) <= now) return null;
    return hash('sha256', certificate.raw, 'base64url');
  } catch {
    return null;
  }
}
