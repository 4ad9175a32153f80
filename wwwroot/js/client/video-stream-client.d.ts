declare const VideoStreamClient_base: new () => import("./types.js").VideoStreamEvents;
