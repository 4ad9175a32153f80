declare const VideoStreamClient_base: new () => import("./types.js").VideoStreamEvents;
/**
 * Receives a camera's live frames over VideoStream's WebSocket, and draws them on a canvas. A frame is drawn at a repaint of the screen,
 * and acknowledged after that. So the service adapts to a slow browser as well as to a slow link.
 *
 * A hidden page gets no frames. When it is visible again it continues with the newest one. This is independent of `pause` and `resume`:
 * a paused client stays paused.
 *
 * A page that is left disconnects, so that its place is free at once for others. It connects again if the browser shows it again from
 * its back/forward cache.
 *
 * Events (the payload is the event's `detail`):
 * - `state`: the connection's state, with the reason and the time to the next try
 * - `frame`: a frame was drawn. Without canvas it carries the bitmap, which is valid until the next frame.
 * - `hello`, `config`, `stats`, `camera`, `video`, `error`: the server's message; `paused` in it is that of `pause`, not of a hidden page
 */
export class VideoStreamClient extends VideoStreamClient_base {
    /**
     * @param {string|URL|null} [url] the socket's address, as in `ws://host:8000/ws/video_feed`; default: this page's service
     * @param {import('./types.js').ClientSettings} [settings] canvas, and initial settings
     * @throws {TypeError} the canvas's selector finds no canvas
     */
    constructor(url?: string | URL | null, settings?: import("./types.js").ClientSettings);
    /** The connection's state: the last detail of `state`. */
    get state(): import("./types.js").StateDetail;
    /** The effective settings that the server sent last; null before the first. */
    get config(): import("./types.js").ConfigMessage | null;
    /** The codec that was asked for: a new one as soon as the server accepts it. The one in effect is in `config`. */
    get codec(): import("./types.js").Codec;
    /** The camera's state that the server sent last; null before the first. */
    get camera(): import("./types.js").CameraMessage | null;
    /**
     * What was received and drawn since the client was created.
     *
     * @returns {import('./types.js').Statistics}
     */
    get statistics(): import("./types.js").Statistics;
    /** Connects, and reconnects after each loss, until `disconnect`. */
    connect(): void;
    /** Ends the connection and frees all memory but the picture that is shown. `connect` starts again. */
    disconnect(): void;
    /** Tries to connect at once, if it waits for the next try or was refused. */
    retry(): void;
    /** @param {number|string} quality JPEG quality, 1 to 100, or 'source' for the camera's own JPEG where it gives one */
    setQuality(quality: number | string): void;
    /** @param {boolean} osd whether the on-screen display is drawn */
    setOsd(osd: boolean): void;
    /** @param {number} fps highest frame rate in frames a second, 0.05 to 240 */
    setFps(fps: number): void;
    /** @param {import('./types.js').Resize} resize box that frames fit into, as in '640x360'; false: full size */
    setResize(resize: import("./types.js").Resize): void;
    /** @param {boolean} adaptive whether quality, size and rate follow the link, each up to the requested value */
    setAdaptive(adaptive: boolean): void;
    /** @param {import('./types.js').Codec} codec 'auto': H.264 where this browser and the service can, else JPEG */
    setCodec(codec: import("./types.js").Codec): void;
    /** @param {string|null} camera the camera's name, or null for the service's first; reconnects, and ends a pause */
    setCamera(camera: string | null): void;
    /** Stops the frames, on this connection and later ones, until `resume`. */
    pause(): void;
    /** Continues with the newest frame; on a hidden page as soon as it is visible. */
    resume(): void;
    /**
     * @param {number} timeUs Unix time by the server's clock in microseconds, such as a frame's capturedUs
     * @returns {number|null} milliseconds since then; null while the server's clock is not known
     */
    ageMs(timeUs: number): number | null;
    /** @returns {Blob|null} the JPEG that is shown, as it was received, its metadata included; null before the first, and with H.264 */
    snapshot(): Blob | null;
    /**
     * @returns {Promise<Blob|null>} the picture that is shown, as a JPEG: with H.264 encoded here, without metadata; null before the first,
     * and with H.264 if there is no canvas
     */
    takeSnapshot(): Promise<Blob | null>;
    /** Takes away the picture that is shown, as when its viewer has logged out. The next frame is drawn again. */
    clear(): void;
    #private;
}
export {};
