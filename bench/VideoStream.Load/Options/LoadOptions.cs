namespace VideoStream.Load.Options;

/// <summary>What one run does.</summary>
internal sealed record LoadOptions
{
    /// <summary>The service. If it has a path, that path is the stream's, else the path is VideoStream's own.</summary>
    public required Uri Url { get; init; }

    public required StreamProtocol Protocol { get; init; }

    /// <summary>Query of the stream's address, without the question mark.</summary>
    public string Query { get; init; } = "";

    /// <summary>All viewers, the slow ones included.</summary>
    public int Viewers { get; init; } = 1;

    /// <summary>How many of the viewers stop reading at their first picture.</summary>
    public int Slow { get; init; }

    /// <summary>Mbit/s that each viewer reads at most; 0 for as fast as it can.</summary>
    public double MegabitsPerSecond { get; init; }

    /// <summary>Seconds after its start at which each viewer ceases to read, if it does.</summary>
    public double StopAfter { get; init; }

    /// <summary>Seconds for which it reads nothing then; 0 to read all the time.</summary>
    public double StopFor { get; init; }

    /// <summary>Seconds that are measured.</summary>
    public double Seconds { get; init; }

    /// <summary>Seconds in which pictures flow before that.</summary>
    public double Warmup { get; init; }

    /// <summary>Every n-th frame is acknowledged; 0 for none.</summary>
    public int AcknowledgeEvery { get; init; }

    /// <summary>Whether the subprotocol <c>videostream.v1</c> is offered.</summary>
    public bool OfferV1 { get; init; }

    /// <summary>Ping messages that each viewer sends a second.</summary>
    public double Messages { get; init; }

    /// <summary>The server's process on this machine; null to leave out what it costs.</summary>
    public int? ServerProcess { get; init; }

    /// <summary>Where the report goes as JSON; <c>-</c> for the standard output, instead of the table; null for nowhere.</summary>
    public string? JsonFile { get; init; }

    /// <summary>Where a line for each picture goes, also of those before and after the measured time; null for nowhere.</summary>
    public string? TraceFile { get; init; }

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
