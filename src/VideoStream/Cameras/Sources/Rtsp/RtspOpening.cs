using System.Globalization;
using VideoStream.Cameras.Sources.Http.Authentication;
using VideoStream.Cameras.Sources.Passed;
using VideoStream.Cameras.Sources.Rtsp.Sdp;

namespace VideoStream.Cameras.Sources.Rtsp;

/// <summary>
/// Opens a camera: OPTIONS, DESCRIBE, SETUP and PLAY, and the same again where a redirect leads. What it opened is valid if the result is
/// OK, and the connection is to be closed in any case.
/// </summary>
/// <param name="url">The address of the camera.</param>
/// <param name="home">The camera's own server. No other one gets the user and the password.</param>
/// <param name="connector">Connects.</param>
internal sealed class RtspOpening(CameraUrl url, RtspTarget home, RtspConnector connector)
{
    private const int MaxRedirects = 3, NotFound = 404;

    private readonly HttpAuthenticator _authenticator = HttpAuthenticator.Of(url);
    private RtspTarget? _redirected;
    private RtspRequester? _requester;
    private H264Media? _media;

    public RtspConnection? Connection { get; private set; }

    public RtspRequester Requester => _requester!;

    /// <summary>The session; null if the camera has opened none.</summary>
    public RtspSession? Session { get; private set; }

    public H264Media Media => _media!;

    /// <summary>Whether the camera knows GET_PARAMETER.</summary>
    public bool KnowsGetParameter { get; private set; }

    /// <summary>The server that was asked last, as faults show it.</summary>
    public string Display => Target.Display;

    private RtspTarget Target => _redirected ?? home;

    /// <summary>Blocks until the camera plays.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled before the camera was connected.</exception>
    public PassedOpenResult Run(CancellationToken cancellationToken)
    {
        for (int redirects = 0; ; redirects++)
        {
            SourceResult<RtspConnection> connected = connector.Connect(Target, cancellationToken);
            if (!connected.IsOk)
                return connected.Fault;
            Connection = connected.Value;
            // A blocking read ignores the token.
            using CancellationTokenRegistration abort = cancellationToken.UnsafeRegister(
                connection => ((RtspConnection)connection!).Abort(), Connection);
            _requester = new RtspRequester(Connection, Target.IsSameServer(home) ? _authenticator : null, Target.Display);
            SourceResult<RtspMessage> description = Describe();
            if (!description.IsOk)
                return description.Fault;
            if (description.Value.Status is < 300 or >= 400)
                return Play(description.Value);
            if (Follow(description.Value, redirects) is { IsOk: false } failed)
                return failed.Fault;
            Connection.Dispose();
        }
    }

    private SourceResult<RtspMessage> Describe()
    {
        SourceResult<RtspMessage> options = _requester!.Send(new RtspRequest("OPTIONS", Target.Url));
        if (!options.IsOk)
            return options;
        // Not all know the method, but who has nothing there has no description either.
        if (options.Value.Status == NotFound)
            return options;
        KnowsGetParameter = options.Value.All("Public").Any(
            methods => methods.Contains("GET_PARAMETER", StringComparison.OrdinalIgnoreCase));
        return _requester.Send(new RtspRequest("DESCRIBE", Target.Url, "Accept: application/sdp\r\n"));
    }

    private SourceResult Follow(RtspMessage response, int redirects)
    {
        if (redirects == MaxRedirects)
        {
            string status = response.Status.ToString(CultureInfo.InvariantCulture);
            string detail = $"{status}, a redirect that leads on after {MaxRedirects} redirects";
            return new CameraFault(CameraFaultKind.HttpStatus, Target.Display, detail);
        }

        string location = response.First("Location") ?? "";
        // Who trusts a certificate trusts no other server.
        if (home.IsSecure || !Target.TryFollow(location, out RtspTarget? next))
        {
            string shown = CameraUrl.TryParse(location, out CameraUrl? other) ? other.Display : "another address";
            return new CameraFault(CameraFaultKind.Redirected, Target.Display, shown);
        }

        _redirected = next;
        return SourceResult.Ok;
    }

    private PassedOpenResult Play(RtspMessage description)
    {
        if (!description.IsSuccess)
            return RtspFaults.Of(Target, "DESCRIBE", description.Status);
        SdpDescription sdp = SdpDescription.Parse(description.Body);
        _media = H264Media.Find(sdp);
        if (_media is null)
            return PassedOpenResult.NotSupported(H264Media.Reason(sdp));
        string baseUrl = ControlUrl.BaseOf(Target.Url, description.First("Content-Base"), description.First("Content-Location"));
        string sessionUrl = ControlUrl.BaseOf(baseUrl, sdp.Control);
        var setup = new RtspRequest(
            "SETUP", ControlUrl.Resolve(sessionUrl, _media.Control), "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n");
        if (Request(setup, out RtspMessage response) is { IsOk: false } refused)
            return refused;
        Session = RtspSession.Of(sessionUrl, response);
        return Session is null
            ? PassedOpenResult.NotSupported("sends no video over TCP")
            : Request(Session.Request("PLAY", "Range: npt=0.000-\r\n"), out _);
    }

    private PassedOpenResult Request(RtspRequest request, out RtspMessage response)
    {
        SourceResult<RtspMessage> result = _requester!.Send(request);
        response = result.Value ?? new RtspMessage(0, "", []);
        if (!result.IsOk)
            return result.Fault;
        return response.IsSuccess ? PassedOpenResult.Ok : RtspFaults.Of(Target, request.Method, response.Status);
    }
}
