/** What stands before the nodes: each new connection goes to the next node that takes it. It buffers no answers. */
import { connect, createServer, type Socket } from 'node:net';

export class FrontProxy {
  readonly port: number;
  /** Ports of the nodes, in turn. */
  nodes: readonly number[] = [];
  #turn = 0;

  private constructor(port: number) {
    this.port = port;
  }

  static async start(): Promise<FrontProxy> {
    let front: FrontProxy | null = null;
    const server = createServer((client) => {
      client.on('error', () => client.destroy());
      if (front !== null) front.#reach(client, 1);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    front = new FrontProxy((server.address() as { port: number }).port);
    return front;
  }

  #reach(client: Socket, attempt: number): void {
    const port = this.nodes[this.#turn++ % this.nodes.length];
    if (port === undefined || attempt > this.nodes.length) return void client.destroy();
    const node = connect(port, '127.0.0.1');
    node.setNoDelay(true);
    node.once('error', () => this.#reach(client, attempt + 1));
    node.once('connect', () => join(client.setNoDelay(true), node));
  }
}

/** What one side ends in a hurry, the other does not wait for. */
function join(client: Socket, node: Socket): void {
  node.removeAllListeners('error');
  node.on('error', () => client.resetAndDestroy()).on('close', () => client.destroy());
  client.on('close', () => node.destroy());
  client.pipe(node);
  node.pipe(client);
}
