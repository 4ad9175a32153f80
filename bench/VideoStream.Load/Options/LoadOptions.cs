namespace VideoStream.Load.Options;

/// <summary>Options of one run.</summary>
internal sealed record LoadOptions
{
    /// <summary>Address of the service. A path in it replaces VideoStream's path of the stream.</summary>
    public required Uri Url { get; init; }

    public required StreamProtocol Protocol { get; init; }

    /// <summary>Query of the stream's address, without the question mark.</summary>
    public string Query { get; init; } = "";

    /// <summary>Number of viewers, including the slow ones.</summary>
    public int Viewers { get; init; } = 1;

    /// <summary>Number of viewers that stop reading within their first frame.</summary>
    public int Slow { get; init; }

    /// <summary>Highest reading rate of each viewer in Mbit/s; 0 for no limit.</summary>
    public double MegabitsPerSecond { get; init; }

    /// <summary>The time for which each viewer works on a frame before it reads on, as a program without threads does.</summary>
    public TimeSpan Work { get; init; }

    /// <summary>Seconds after its start at which each viewer stops reading, for <see cref="StopFor"/>.</summary>
    public double StopAfter { get; init; }

    /// <summary>Seconds without reading; 0 to never stop.</summary>
    public double StopFor { get; init; }

    /// <summary>Measured time in seconds.</summary>
    public double Seconds { get; init; }

    /// <summary>Seconds of frames before the measured time.</summary>
    public double Warmup { get; init; }

    /// <summary>Every n-th frame is acknowledged; 0 for none.</summary>
    public int AcknowledgeEvery { get; init; }

    /// <summary>Whether the subprotocol <c>videostream.v1</c> is offered.</summary>
    public bool OfferV1 { get; init; }

    /// <summary>Ping messages a second of each viewer.</summary>
    public double Messages { get; init; }

    /// <summary>Id of the server's process on this machine; null to measure no CPU and memory.</summary>
    public int? ServerProcess { get; init; }

    /// <summary>File for the report as JSON; <c>-</c> for standard output instead of the table; null for none.</summary>
    public string? JsonFile { get; init; }

    /// <summary>File with a line for each frame, also outside the measured time; null for none.</summary>
    public string? TraceFile { get; init; }

    /// <summary>File with the certificates that are trusted, in PEM; null for those that the system trusts.</summary>
    public string? CaFile { get; init; }

    /// <summary>The service's key; null for none.</summary>
    public string? Key { get; init; }

    /// <summary>Whether the connection has TLS.</summary>
    public bool IsSecure => Url.Scheme is "https" or "wss";

    /// <summary>Header fields with the key; empty for none.</summary>
    public string Authorization => Key is null ? "" : $"Authorization: Bearer {Key}\r\n";

    /// <summary>Path and query of the stream.</summary>
    public string Target
    {
        get
        {
            string own = Protocol == StreamProtocol.Ws ? "/ws/video_feed" : "/video_feed";
            string path = Url.AbsolutePath == "/" ? own : Url.AbsolutePath;
            string query = string.Join('&', new[] { Url.Query.TrimStart('?'), Query.TrimStart('?') }.Where(part => part.Length > 0));
            return query.Length == 0 ? path : $"{path}?{query}";
        }
    }
}
