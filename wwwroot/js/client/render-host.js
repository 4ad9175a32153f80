import { CanvasPainter } from './canvas-painter.js';
import { FramePresenter } from './frame-presenter.js';
import { sizeOf } from './picture-size.js';

/**
 * Decodes and draws in a worker, for all clients and canvases of a page. A canvas can be given to a worker only once, so it stays here
 * after its client has ended, and the next client draws on it too.
 *
 * @param {Scope} scope the worker's global object
 */
export function serveRendering(scope) {
  /** @type {Map<number, CanvasPainter>} */
  const painters = new Map();
  /** @type {Map<number, FramePresenter>} */
  const presenters = new Map();

  /** @param {{client: number, canvas: number}} from */
  const presenterOf = ({ client, canvas }) => {
    const presenter = presenters.get(client) ?? new FramePresenter({
      draw: ({ frame, picture, decodeMs }) => {
        painters.get(canvas)?.draw(picture);
        const { width, height } = sizeOf(picture);
        scope.postMessage({ type: 'drawn', client, id: frame.id, width, height, decodeMs });
      },
      clear: () => painters.get(canvas)?.clear(),
      failed: (frame, error) => scope.postMessage({ type: 'failed', client, id: frame.id, error: String(error) }),
      lost: (frame, error) => scope.postMessage({ type: 'lost', client, id: frame.id, error: error === null ? null : String(error) }),
    });
    presenters.set(client, presenter);
    return presenter;
  };

  scope.onmessage = ({ data }) => {
    switch (data.type) {
      case 'canvas': painters.set(data.canvas, new CanvasPainter(data.surface)); break;
      case 'forget': painters.delete(data.canvas); break;
      case 'present': presenterOf(data).present(data.frame); break;
      case 'show': presenterOf(data).show(data.decoded); break;
      case 'clear': presenterOf(data).clear(); break;
      case 'drop': presenters.get(data.client)?.drop(); break;
      case 'close':
        presenters.get(data.client)?.close();
        presenters.delete(data.client);
        break;
    }
  };
  scope.postMessage({ type: 'ready', canDraw: canDraw() });
}

// Some browsers have workers with OffscreenCanvas, but without its 2D context.
function canDraw() {
  try {
    return typeof createImageBitmap === 'function' && new OffscreenCanvas(1, 1).getContext('2d') !== null;
  } catch {
    return false;
  }
}

/**
 * @typedef {object} Scope
 * @property {function(any): void} postMessage
 * @property {((event: {data: any}) => void)|null} onmessage
 */
