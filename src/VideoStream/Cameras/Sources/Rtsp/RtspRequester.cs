using VideoStream.Cameras.Sources.Http.Authentication;

namespace VideoStream.Cameras.Sources.Rtsp;

/// <summary>Sends requests over a connection, and sends one again with an answer to each challenge.</summary>
/// <param name="connection">The connection.</param>
/// <param name="authenticator">Has the user and the password; null for a server that must not have them.</param>
/// <param name="display">The server's address as faults show it.</param>
internal sealed class RtspRequester(RtspConnection connection, HttpAuthenticator? authenticator, string display)
{
    // The challenge, the answer, and an answer with a new nonce.
    private const int MaxRequests = 3;

    private const int FirstFinalStatus = 200, Unauthorized = 401;

    /// <summary>A success.</summary>
    private static readonly RtspMessage Playing = new(FirstFinalStatus, "", []);

    /// <summary>Whether the camera has answered a request.</summary>
    public bool HasAnswered { get; private set; }

    /// <summary>Sends a request, and blocks until its response is here. Packets before it are skipped.</summary>
    /// <returns>
    /// The response. That to PLAY may come behind the first packet: it is a success then, and the packet is kept for the next read.
    /// </returns>
    public SourceResult<RtspMessage> Send(RtspRequest request)
    {
        for (int requests = 1; ; requests++)
        {
            string? authorization = authenticator?.Authorize(request.Url, request.Method);
            SourceResult<RtspMessage> result = Exchange(request, authorization);
            if (!result.IsOk || result.Value.Status != Unauthorized)
                return result;
            if (requests == MaxRequests)
                return new CameraFault(CameraFaultKind.CredentialsRefused, display);
            if (Answer(result.Value, authorization, hasAnswered: requests > 1) is { IsOk: false } failed)
                return failed.Fault;
        }
    }

    /// <summary>Sends a request whose response nobody waits for.</summary>
    /// <returns>Whether it was sent.</returns>
    public bool Post(RtspRequest request) => connection.Send(request, authenticator?.Authorize(request.Url, request.Method)) > 0;

    /// <summary>Sends the last request of the connection.</summary>
    public void PostLast(RtspRequest request) => connection.SendLast(request, authenticator?.Authorize(request.Url, request.Method));

    /// <summary>Reads the challenge of a response with 401.</summary>
    /// <param name="response">The response.</param>
    /// <param name="refused">The <c>Authorization</c> header that was refused; null if there was none.</param>
    /// <param name="hasAnswered">Whether that was already the answer to a challenge for the same request.</param>
    /// <returns>OK if the request is to be sent again.</returns>
    public SourceResult Answer(RtspMessage response, string? refused, bool hasAnswered) =>
        authenticator?.Answer(response.All("WWW-Authenticate"), refused, hasAnswered, display)
        ?? new CameraFault(CameraFaultKind.CredentialsMissing, display);

    private SourceResult<RtspMessage> Exchange(RtspRequest request, string? authorization)
    {
        try
        {
            int number = connection.Send(request, authorization);
            RtspItem item = number > 0 ? connection.Received.Next() : RtspItem.Ended;
            // A camera that sends packets and no response must not keep a connection that was given up.
            for (; item is RtspItem.Packet or RtspItem.Message && !connection.IsAborted; item = connection.Received.Next())
            {
                if (FindResponse(item, number, isPlay: request.Method == "PLAY") is { } response)
                    return response;
            }

            return RtspFaults.Of(item, HasAnswered, display);
        }
        catch (Exception e) when (RtspConnection.IsFailure(e))
        {
            return RtspFaults.Of(RtspItem.Cut, HasAnswered, display);
        }
    }

    /// <returns>Null if what was received is no response to the request.</returns>
    private RtspMessage? FindResponse(RtspItem item, int number, bool isPlay)
    {
        if (item == RtspItem.Packet)
        {
            if (isPlay)
                connection.Received.Unread();
            return isPlay ? Playing : null;
        }

        RtspMessage message = connection.Received.Message;
        if (!message.IsResponse)
            connection.Answer(message);
        if (message.Status < FirstFinalStatus || (message.Number ?? number) != number)
            return null;
        HasAnswered = true;
        return message;
    }
}
