/** All proxies in a process of their own, so that they are slow only where they are told to be. */
import { FrontProxy } from './front-proxy.ts';
import { type Impairment, TcpProxy } from './tcp-proxy.ts';

/** What the harness asks of the proxies; each is answered, with a port where one was opened. */
export type ProxyOrder =
  | { readonly kind: 'front' }
  | { readonly kind: 'nodes'; readonly ports: readonly number[] }
  | { readonly kind: 'database'; readonly node: number; readonly target: number }
  | { readonly kind: 'impair'; readonly node: number; readonly impairments: readonly Impairment[] }
  | { readonly kind: 'cut' | 'half-close'; readonly node: number; readonly share: number };

let front: FrontProxy | null = null;
const databases = new Map<number, TcpProxy>();

async function obey(order: ProxyOrder): Promise<number> {
  switch (order.kind) {
    case 'front':
      front = await FrontProxy.start();
      return front.port;
    case 'nodes':
      if (front !== null) front.nodes = order.ports;
      return 0;
    case 'database': {
      const proxy = await TcpProxy.start(order.target);
      databases.set(order.node, proxy);
      return proxy.port;
    }
    default: {
      const proxy = databases.get(order.node);
      if (proxy === undefined) throw new Error(`node ${order.node} has no proxy`);
      if (order.kind === 'impair') proxy.impairments = order.impairments;
      else if (order.kind === 'cut') proxy.cut(order.share);
      else proxy.halfClose(order.share);
      return 0;
    }
  }
}

process.on('message', ({ id, order }: { id: number; order: ProxyOrder }) => {
  void obey(order).then((port) => process.send?.({ id, port }));
});
process.on('disconnect', () => process.exit());
