namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>
/// A script between page and browser, as <c>window.probe</c>. It records what is received, decoded, drawn and sent. It can block the
/// decoder and the screen, hide the page, and pretend messages of the service.
/// </summary>
internal static class BrowserProbe
{
    public const string Script =
        """
        // Without a worker: the probe watches what the page itself decodes and draws.
        delete HTMLCanvasElement.prototype.transferControlToOffscreen;
        // And JPEGs: it watches the decoder of those.
        delete window.VideoDecoder;
        delete window.MediaSource;

        window.probe = {
          opened: 0, received: 0, decoding: 0, decoded: 0, drawn: 0, acked: 0,
          draws: [], acks: [], order: [], commands: [], texts: [], intervals: [],
          screenDelay: 0, screenOff: false, decoderOff: false, deaf: false, sleptMs: 0,
          inFrame: false, waiting: [], handler: null,

          pretend(message) { this.handler({ data: JSON.stringify(message) }); },
          count(type) { return this.texts.filter(text => text.type === type).length; },
          release() {
            this.screenOff = this.decoderOff = false;
            for (const go of this.waiting.splice(0))
              go();
          },
          hide(hidden) {
            Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
            Object.defineProperty(document, 'visibilityState', { value: hidden ? 'hidden' : 'visible', configurable: true });
            document.dispatchEvent(new Event('visibilitychange'));
          },
          stampOf(jpeg) {
            const [, seq, capturedUs] = /seq=(\d+)&captured_us=(\d+)/.exec(new TextDecoder('latin1').decode(jpeg));
            return { seq: Number(seq), capturedMs: Number(capturedUs) / 1000 };
          },
        };

        window.WebSocket = class extends WebSocket {
          constructor(...args) { super(...args); probe.opened++; }
          set onmessage(handler) {
            probe.handler = handler;
            super.onmessage = event => {
              if (probe.deaf)
                return;
              if (typeof event.data === 'string')
                probe.texts.push(JSON.parse(event.data));
              else
                probe.received = probe.stampOf(event.data).seq;
              handler(event);
            };
          }
          send(text) {
            const message = JSON.parse(text);
            if (message.type === 'command')
              probe.commands.push(message.action);
            if (message.type === 'ack') {
              probe.acked = message.seq;
              probe.acks.push(message.seq);
              probe.order.push(`acknowledge ${message.seq}`);
            }
            super.send(text);
          }
        };

        const decode = window.createImageBitmap;
        window.createImageBitmap = async blob => {
          const stamp = probe.stampOf(await blob.slice(0, 4096).arrayBuffer());
          probe.decoding = stamp.seq;
          const bitmap = await decode(blob);
          if (probe.decoderOff)
            await new Promise(go => probe.waiting.push(go));
          probe.decoded = stamp.seq;
          return Object.assign(bitmap, stamp);
        };

        const draw = CanvasRenderingContext2D.prototype.drawImage;
        CanvasRenderingContext2D.prototype.drawImage = function (bitmap, ...args) {
          draw.call(this, bitmap, ...args);
          probe.drawn = bitmap.seq;
          probe.order.push(`draw ${bitmap.seq}`);
          probe.draws.push({ seq: bitmap.seq, capturedMs: bitmap.capturedMs, inFrame: probe.inFrame, decoded: probe.decoded });
        };

        const request = window.requestAnimationFrame;
        const requested = new Set();
        let requests = 0;
        window.requestAnimationFrame = callback => {
          const id = ++requests;
          const run = time => {
            if (probe.screenOff) {
              probe.waiting.push(() => run(time));
              return;
            }
            if (!requested.delete(id))
              return;
            probe.inFrame = true;
            callback(time);
            probe.inFrame = false;
          };
          requested.add(id);
          if (probe.screenDelay > 0)
            setTimeout(() => request(run), probe.screenDelay);
          else
            request(run);
          return id;
        };
        window.cancelAnimationFrame = id => requested.delete(id);

        const repeat = window.setInterval;
        window.setInterval = (action, ms) => {
          probe.intervals.push(action);
          return repeat(action, ms);
        };

        const now = performance.now.bind(performance);
        performance.now = () => now() + probe.sleptMs;
        """;
}
