// The client's address since the first version. The client itself is the folder `client`.
export * from './client/video-stream-client.js';
