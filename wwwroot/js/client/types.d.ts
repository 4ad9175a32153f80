/** Settings of the first connection. The first four stay on the page; all others, of any name, become the address's query. */
export interface ClientSettings {
  /**
   * Where frames are drawn: an element, or a selector of one. Default: the element `#video-canvas` if there is one. null: nowhere, and
   * `frame` carries the bitmap. The canvas takes the size of the frames.
   */
  canvas?: HTMLCanvasElement | string | null;
  /** false: draws on the page, also where a worker could. For a page that draws on the same canvas. Default true. */
  worker?: boolean;
  /** false: a placeholder is neither drawn nor told: the picture before it stays. For a page that says itself why. Default true. */
  placeholders?: boolean;
  /**
   * false: frames come and are drawn while the page is hidden too, as for picture in picture. Default true. Where H.264 is decoded by a
   * video element they are JPEGs then, because browsers pause it.
   */
  pausesHidden?: boolean;
  /**
   * `jpeg`, `h264`, or `auto`: H.264 where this browser and the service can. A browser that can't gets JPEG in any case; why is in
   * `statistics`. Default: the service's, which is JPEG.
   */
  codec?: Codec;
  /** Name of the camera. Default: the service's default camera. */
  camera?: string;
  /** JPEG quality, 1 to 100, or 'source' for the camera's own JPEG where it gives one. */
  quality?: number | string;
  /** Highest frame rate in frames a second, 0.05 to 240. */
  fps?: number | string;
  /** Whether the on-screen display is drawn. */
  osd?: boolean | string;
  /** Box that frames fit into, as in '640x360'; false: full size. */
  resize?: Resize;
  /** Whether quality, size and rate follow the link, each up to the requested value. */
  adaptive?: boolean | string;
  /** The same random text for all clients of a page: they count as one viewer. */
  page?: string;
  [name: string]: unknown;
}

export type Codec = 'auto' | 'h264' | 'jpeg';

/**
 * Why a client has no H.264:
 * - `insecure`: this browser decodes it only on secure pages, as over https
 * - `unsupported`: this browser can't decode it
 * - `failed`: its decoder failed three times within a minute
 */
export type CodecProblem = 'insecure' | 'unsupported' | 'failed';

export type Resize = boolean | string | { width: number; height: number };

export interface StateDetail {
  /**
   * - `connecting`
   * - `open`: admitted, frames come
   * - `waiting`: connection lost, or the service does not answer; tries again after `retryMs`
   * - `full`: too many clients; tries again after `retryMs`
   * - `refused`: the service answers why it does not open the socket; tries again after `retryMs`, if that is given
   * - `closed`: not connected yet, or ended by `disconnect`
   */
  state: 'connecting' | 'open' | 'waiting' | 'full' | 'refused' | 'closed';
  /** In words for people. */
  reason?: string;
  /** Milliseconds from the event to the next try. Absent: it does not try by itself. */
  retryMs?: number;
  /** The service's answer, of `refused`. */
  problem?: Problem;
  /** true: the service answers, but never to a socket. Something on the way, such as a proxy, does not pass it on. */
  blocked?: boolean;
}

/** Problem document (RFC 9457). */
export interface Problem {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
  [name: string]: unknown;
}

export interface FrameDetail {
  /** Number of the frame. Rises by one with each frame of the camera. */
  seq: number;
  /** When it was captured: Unix time by the server's clock, in microseconds. */
  capturedUs: number;
  /** Name of the camera. */
  camera: string | null;
  /** false for a placeholder, which shows why there is no picture. */
  live: boolean;
  /** Size of the encoded frame. */
  bytes: number;
  /** In pixels. */
  width: number;
  /** In pixels. */
  height: number;
  /** Milliseconds since it was captured; null while the server's clock is not known. */
  ageMs: number | null;
  /** Only without canvas: the picture, valid until the next frame. */
  bitmap?: ImageBitmap;
}

/** Effective settings of this client. */
export interface ConfigMessage {
  type?: 'config';
  requested_quality: number | 'source';
  quality: number | 'source';
  resize: false | string;
  size: false | string;
  fps: number;
  rate: number;
  osd: boolean;
  adaptive: boolean;
  codec: 'jpeg' | 'h264';
  /** What the encoder aims at. Absent with JPEG. */
  bitrate_kbps?: number;
  /** Whether `pause` was called. Not true for a hidden page. */
  paused: boolean;
  [name: string]: unknown;
}

export interface HelloMessage {
  type: 'hello';
  session: string;
  /** Name of the camera, as `setCamera` takes it. */
  camera: string;
  /** What is shown to people as the camera's name. */
  title: string;
  state: string;
  width?: number;
  height?: number;
  camera_fps?: number;
  limits: { fps: number; message_bytes: number; clients: number };
  settings: ConfigMessage;
  /** Names of the settings that this client may change. */
  may_set: string[];
  /** Why the camera's own H.264, if it has some, is not passed on. */
  video_problem?: string;
  [name: string]: unknown;
}

export interface StatsMessage {
  type: 'stats';
  fps: number;
  bitrate_kbps: number;
  sent: number;
  skipped: number;
  codec: 'jpeg' | 'h264';
  quality?: number;
  source?: boolean;
  width?: number;
  height?: number;
  rate: number;
  round_trip_ms?: number;
  queueing_ms?: number;
  delivery_kbps?: number;
  age_ms?: number;
  encode_ms?: number;
  limit: string;
  camera: string;
  camera_fps?: number;
  still: boolean;
  /** Why the H.264 that is sent can't be encoded now. */
  encoder_problem?: string;
  /** Why the camera's own H.264, if it has some, is not passed on. */
  video_problem?: string;
  [name: string]: unknown;
}

export interface CameraMessage {
  type: 'camera';
  /** Name of the camera, as `setCamera` takes it. */
  camera: string;
  /** What is shown to people as the camera's name. */
  title: string;
  state: string;
  reason?: string;
  next_try_us?: number;
  [name: string]: unknown;
}

/** What the access units after it need of a decoder. Only with H.264. */
export interface VideoMessage {
  type: 'video';
  /** As in `avc1.42E01F` (RFC 6381). */
  codec: string;
  width: number;
  height: number;
  [name: string]: unknown;
}

/** A message or setting that the service refused, a frame that could not be decoded (`bad_picture`) or drawn. */
export interface ErrorDetail {
  code: string;
  message: string;
  field?: string;
  [name: string]: unknown;
}

/** Counters since the client was created. */
export interface Statistics {
  /** Frames received. */
  received: number;
  /** Frames drawn. */
  drawn: number;
  /** Frames that were not drawn, because a newer one came first. */
  replaced: number;
  /** Bytes of all frames received. */
  bytes: number;
  /** Milliseconds that decoding a frame takes, smoothed; null before the first frame. */
  decodeMs: number | null;
  /** Milliseconds from the receipt of a frame until it is drawn, smoothed; null before the first frame. */
  drawDelayMs: number | null;
  /** Of the newest frame; null before the first. */
  codec: 'jpeg' | 'h264' | null;
  /** Why there is no H.264, although it was wanted; null otherwise. */
  codecProblem: CodecProblem | null;
  /**
   * What decodes H.264 here: `webcodecs`, which browsers have only on secure pages, or `mse`, a video element. null: nothing, or it is not
   * known yet.
   */
  decoder: 'webcodecs' | 'mse' | null;
  /** How often the decoder of H.264 has failed. */
  decoderFailures: number;
  /** Where frames are drawn. */
  drawsIn: 'worker' | 'page';
}

export interface VideoStreamEventMap {
  state: CustomEvent<StateDetail>;
  frame: CustomEvent<FrameDetail>;
  hello: CustomEvent<HelloMessage>;
  config: CustomEvent<ConfigMessage>;
  stats: CustomEvent<StatsMessage>;
  camera: CustomEvent<CameraMessage>;
  video: CustomEvent<VideoMessage>;
  error: CustomEvent<ErrorDetail>;
}

/** An EventTarget that knows the types of the client's events. */
export interface VideoStreamEvents extends EventTarget {
  addEventListener<K extends keyof VideoStreamEventMap>(
    type: K, listener: (event: VideoStreamEventMap[K]) => void, options?: boolean | AddEventListenerOptions): void;
  addEventListener(
    type: string, listener: EventListenerOrEventListenerObject | null, options?: boolean | AddEventListenerOptions): void;
  removeEventListener<K extends keyof VideoStreamEventMap>(
    type: K, listener: (event: VideoStreamEventMap[K]) => void, options?: boolean | EventListenerOptions): void;
  removeEventListener(
    type: string, listener: EventListenerOrEventListenerObject | null, options?: boolean | EventListenerOptions): void;
}
