/** A WebSocket whose server is the test. */
export class FakeSocket {
  static CONNECTING = 0;
  static OPEN = 1;
  static CLOSED = 3;
  /** @type {FakeSocket[]} all sockets, the newest last */
  static all = [];

  readyState = FakeSocket.CONNECTING;
  sent = [];

  constructor(url, protocol) {
    this.url = String(url);
    this.protocol = protocol;
    FakeSocket.all.push(this);
  }

  static install() {
    FakeSocket.all = [];
    globalThis.WebSocket = FakeSocket;
  }

  static get last() { return FakeSocket.all.at(-1); }

  send(text) { this.sent.push(JSON.parse(text)); }

  close() { this.readyState = FakeSocket.CLOSED; }

  accept() {
    this.readyState = FakeSocket.OPEN;
    this.onopen();
  }

  /** Accepts as the service does: with its settings. */
  hello(settings = {}) {
    this.accept();
    this.receive({
      type: 'hello', session: 's', camera: 'main', title: 'main', state: 'live', limits: { fps: 30, message_bytes: 4096, clients: 10 },
      settings: {
        requested_quality: 80, quality: 80, resize: false, size: false, fps: 30, rate: 30, osd: false, adaptive: true, ...settings,
      },
    });
  }

  receive(message) { this.onmessage({ data: message instanceof ArrayBuffer ? message : JSON.stringify(message) }); }

  /** The server, or the network, ends it. Without a code it never opened. */
  end(code = 1006, reason = '') {
    this.readyState = FakeSocket.CLOSED;
    this.onclose({ code, reason });
  }

  sentOf(type) { return this.sent.filter(message => message.type === type); }
}
