using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using VideoStream.Access;
using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Encoding.Jpeg;
using VideoStream.Transports;
using VideoStream.Viewers.Settings;

namespace VideoStream.Fuzz.Targets;

/// <summary>The query of a request for frames. The first byte of the input says what the client may do.</summary>
internal sealed class QueryTarget : IFuzzTarget
{
    private static readonly AccessGrant[] Grants =
    [
        AccessGrant.Open,
        new("viewer", AccessScopes.View, null, null),
        new("gatekeeper", AccessScopes.View, new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "gate" }, null),
        new("controller", AccessScopes.Control, null, null),
        AccessGrant.None,
    ];

    private readonly EncoderThreads _encoders = new(NullLogger<EncoderThreads>.Instance);
    private readonly StreamRequestReader _reader;
    private readonly ViewerSettings _defaults;

    public QueryTarget()
    {
        var values = new VideoStreamOptions { DefaultCamera = "yard" };
        values.Cameras["gate"] = new CameraOptions { Source = "test" };
        values.Cameras["yard"] = new CameraOptions { Source = "test" };
        _defaults = ViewerSettings.Defaults(values);
        IOptions<VideoStreamOptions> options = Options.Create(values);
        var cameras = new CameraRegistry(options, TimeProvider.System);
        var variants = new VariantRegistry(cameras, _encoders, options, TimeProvider.System, NullLogger<VariantSet>.Instance);
        _reader = new StreamRequestReader(cameras, variants, new SettingTable(values), new AccessKeys(options), options);
    }

    public int BytesForEach => 400;

    public void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
            return;
        AccessGrant grant = Grants[input[0] % Grants.Length];
        var context = new DefaultHttpContext();
        context.Request.QueryString = new QueryString("?" + System.Text.Encoding.Latin1.GetString(input[1..]));
        if (!_reader.TryRead(context.Request.Query, grant, out StreamRequest? request, out SettingError? error))
        {
            FuzzException.Unless(error.Message.Length is > 0 and < 500, $"a reason is short: {error.Message}");
            return;
        }

        FuzzException.Unless(grant.MayWatch(request.Camera.Camera.Name), "a key shows its own cameras only");
        CheckedSettings.Check(request.Settings);
        FuzzException.Unless(
            grant.May(AccessScopes.Control) || request.Settings with { MaxSize = null, Fps = _defaults.Fps } == _defaults,
            "without the scope control a stream is only made smaller");
        FuzzException.Unless(grant.May(AccessScopes.Control) || request.Settings.Fps <= _defaults.Fps, "nor is it made faster");
    }

    public void Dispose() => _encoders.Dispose();
}
