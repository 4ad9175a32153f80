import { serveRendering } from './render-host.js';

serveRendering(/** @type {any} */ (self));
