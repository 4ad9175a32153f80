namespace VideoStream.Adaptation;

/// <summary>What <see cref="ReadAheadEstimator"/> does with a client.</summary>
internal enum ReadAheadState
{
    /// <summary>It watches the receipts, and measures the program's rate while they are late.</summary>
    Measuring,

    /// <summary>Nothing is sent, so that the program empties the queue.</summary>
    Pausing,

    /// <summary>Frames are sent until a receipt is late: the queue is full. Their number is its length.</summary>
    Filling,

    /// <summary>The queue is nearly empty, and frames are sent a little slower than the program reads.</summary>
    Pacing,
}
