/** What the client uses of `mp4-generator.js`. */
export class MP4 {
  static initSegment(tracks: Track[], duration: number, timescale: number): Uint8Array;
  static moof(sequence: number, baseMediaDecodeTime: number, track: Pick<Track, 'id' | 'samples'>): Uint8Array;
  static mdat(data: Uint8Array): Uint8Array;
}

export interface Track {
  id: number;
  type: 'video';
  /** Begins with `avc1`. */
  codec: string;
  timescale: number;
  /** 0: not known. */
  duration: number;
  width: number;
  height: number;
  volume: number;
  sps: Uint8Array[];
  pps: Uint8Array[];
  samples: Sample[];
}

export interface Sample {
  duration: number;
  size: number;
  /** From decoding to presentation. */
  cts: number;
  flags: {
    isLeading: number; dependsOn: number; isDependedOn: number; hasRedundancy: number; paddingValue: number; isNonSync: number;
    degradPrio: number;
  };
}
