namespace VideoStream.Cameras.Sources.Http;

/// <summary>How receiving a line or the head of a response ended.</summary>
internal enum ReceiveStatus
{
    Complete,

    /// <summary>The connection ended before.</summary>
    Ended,
    TooLong,
    NotHttp,
}
