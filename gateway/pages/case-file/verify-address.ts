/** The address by which a printed page leads to its log entry, and its QR code. */
import qrcode from 'qrcode-generator';
import type { Receipt } from '../../audit/receipt.ts';

/** Bytes; a longer one makes a code that a phone reads badly from paper. */
const LONGEST = 200;

/** The hash stands behind `#`, so the browser sends it to nobody. */
export function verifyAddress(publicUrl: string, { index, leafHash }: Receipt): string {
  const leaf = Buffer.from(leafHash, 'base64').toString('base64url');
  return `${publicUrl.replace(/\/+$/, '')}/verify#index=${index}&leaf=${leaf}`;
}

/** Returns rows of dark and light modules; null if the address is too long for a code. */
export function qrCode(address: string): readonly (readonly boolean[])[] | null {
  if (Buffer.byteLength(address) > LONGEST) return null;
  const code = qrcode(0, 'M');
  code.addData(address, 'Byte');
  code.make();
  const size = Array.from({ length: code.getModuleCount() }, (_, at) => at);
  return size.map((row) => size.map((column) => code.isDark(row, column)));
}
