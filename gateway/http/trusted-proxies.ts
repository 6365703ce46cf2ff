/** Tells which ends of a connection are the owner's own proxies: only they are believed about who asks. */
import { BlockList, isIPv6 } from 'node:net';

/** @param address the other end of a connection; undefined (a closed one) is nobody's */
export type IsTrustedProxy = (address: string | undefined) => boolean;

/** @param networks addresses, or ranges in CIDR notation, as `parseNetworks` has checked them */
export function trustedProxies(networks: readonly string[]): IsTrustedProxy {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  if (networks.length === 0) return () => false;
  return (address) => {
    if (address === undefined) return false;
    // A dual-stack socket writes IPv4 so.
    const plain = address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
    return list.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
  };
}
