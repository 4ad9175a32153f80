using System.CommandLine;
using System.CommandLine.Parsing;

namespace VideoStream.Load.Options;

/// <summary>The command line.</summary>
internal sealed class LoadCommand : RootCommand
{
    private const string KeyVariable = "VIDEOSTREAM_KEY";

    private readonly Option<Uri> _url = new("--url")
    {
        Description = "The service: http://HOST:PORT, or https. Add a path if the stream's path is not VideoStream's",
        DefaultValueFactory = _ => new Uri("http://127.0.0.1:8000"),
        CustomParser = ParseAddress,
    };

    private readonly Option<StreamProtocol> _protocol = new("--protocol")
    {
        Description = "WebSocket, or MJPEG over HTTP [default: ws]",
    };

    private readonly Option<string> _query = Of("--query", "Query of the stream, such as 'quality=60&fps=15'", "");
    private readonly Option<int> _viewers = Of("--viewers", "Viewers", 1);
    private readonly Option<int> _slow = Of("--slow", "Number of viewers that stop reading within their first frame", 0);
    private readonly Option<double> _seconds = Of("--seconds", "Seconds to measure", 10.0);
    private readonly Option<double> _warmup = Of("--warmup", "Seconds of frames before the measurement", 2.0);
    private readonly Option<double> _messages = Of("--messages", "Ping messages a second of each viewer (ws)", 0.0);
    private readonly Option<double> _mbit = Of("--mbit", "Highest reading rate of each viewer in Mbit/s; 0: no limit", 0.0);
    private readonly Option<double> _work = Of("--work", "Milliseconds for which each viewer works on a frame before it reads on", 0.0);
    private readonly Option<double> _stopAfter = Of("--stop-after", "Seconds until each viewer stops reading for --stop-for", 0.0);
    private readonly Option<double> _stopFor = Of("--stop-for", "Seconds without reading; 0: never stop", 0.0);
    private readonly Option<bool> _ack = new("--ack") { Description = "Acknowledge every frame (ws)" };
    private readonly Option<int> _ackEvery = Of("--ack-every", "Acknowledge every n-th frame (ws); 0: as --ack says", 0);
    private readonly Option<bool> _v1 = new("--v1") { Description = "Offer the subprotocol videostream.v1 (ws)" };
    private readonly Option<int?> _pid = new("--pid") { Description = "The server's process on this machine; adds CPU and memory" };
    private readonly Option<string?> _json = new("--json") { Description = "File for the report as JSON; -: standard output, no table" };

    private readonly Option<string?> _caFile = new("--cacert") { Description = "File (PEM) with the certificates to trust (https)" };

    private readonly Option<string?> _trace = new("--trace")
    {
        Description = "File with a line for each frame (arrival, viewer, number, age, bytes, width, height, quality), "
            + "and for each stop and resume of a viewer",
    };

    public LoadCommand(Func<LoadOptions, CancellationToken, Task<int>> run)
        : base("Watches a camera with many viewers at once. Reports what they received and what it cost the server. "
            + $"The environment's {KeyVariable} is sent as the service's key.")
    {
        Option[] all =
        [
            _url, _viewers, _seconds, _warmup, _protocol, _query, _ack, _ackEvery, _v1, _slow, _mbit, _work, _stopAfter, _stopFor,
            _messages, _pid, _json, _trace, _caFile,
        ];
        foreach (Option option in all)
            Options.Add(option);
        _protocol.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, "ws", "mjpeg");
        SetAction((parsed, cancellationToken) => run(Read(parsed), cancellationToken));
    }

    private LoadOptions Read(ParseResult parsed) => new()
    {
        Url = parsed.GetValue(_url)!,
        Protocol = parsed.GetValue(_protocol),
        Query = parsed.GetValue(_query)!,
        Viewers = parsed.GetValue(_viewers),
        Slow = parsed.GetValue(_slow),
        Seconds = parsed.GetValue(_seconds),
        Warmup = parsed.GetValue(_warmup),
        AcknowledgeEvery = parsed.GetValue(_ackEvery) is var every and not 0 ? every : parsed.GetValue(_ack) ? 1 : 0,
        OfferV1 = parsed.GetValue(_v1),
        MegabitsPerSecond = parsed.GetValue(_mbit),
        Work = TimeSpan.FromMilliseconds(parsed.GetValue(_work)),
        StopAfter = parsed.GetValue(_stopAfter),
        StopFor = parsed.GetValue(_stopFor),
        Messages = parsed.GetValue(_messages),
        ServerProcess = parsed.GetValue(_pid),
        JsonFile = parsed.GetValue(_json),
        TraceFile = parsed.GetValue(_trace),
        CaFile = parsed.GetValue(_caFile),
        // Not on the command line, which other users of the machine can read.
        Key = Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key ? key : null,
    };

    private static Option<T> Of<T>(string name, string description, T ifMissing) =>
        new(name) { Description = description, DefaultValueFactory = _ => ifMissing };

    private static Uri? ParseAddress(ArgumentResult result)
    {
        if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out Uri? address)
            && address.Scheme is "http" or "ws" or "https" or "wss")
            return address;
        result.AddError("--url must be an address such as http://127.0.0.1:8000");
        return null;
    }
}
