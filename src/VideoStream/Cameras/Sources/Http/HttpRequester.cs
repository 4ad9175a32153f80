using VideoStream.Cameras.Sources.Http.Authentication;

namespace VideoStream.Cameras.Sources.Http;

/// <summary>Sends requests, and sends one again with an answer to each challenge. Only the camera's own server gets one.</summary>
/// <param name="conversation">The connection.</param>
/// <param name="home">What is the camera's own server.</param>
/// <param name="authenticator">Has the user and the password.</param>
/// <param name="display">The camera's address as faults show it.</param>
internal sealed class HttpRequester(HttpConversation conversation, HttpTarget home, HttpAuthenticator authenticator, string display)
{
    // The challenge, the answer, and an answer with a new nonce.
    private const int MaxRequests = 3;

    /// <summary>Sends a GET request and waits for the head of the response.</summary>
    /// <param name="target">What is asked for.</param>
    /// <param name="headers">Lines of the request's head; null for those of browsers.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public SourceResult<CameraResponse> Send(HttpTarget target, string? headers, CancellationToken cancellationToken)
    {
        bool isHome = target.IsSameServer(home);
        for (int requests = 1; ; requests++)
        {
            string? authorization = isHome ? authenticator.Authorize(target.Path) : null;
            SourceResult<CameraResponse> result = conversation.Send(target, authorization, headers, cancellationToken);
            if (!result.IsOk || result.Value.Status != 401)
                return result;
            if (!isHome)
                return new CameraFault(CameraFaultKind.CredentialsMissing, target.Display);
            IEnumerable<string> challenges = result.Value.Head.All("WWW-Authenticate");
            if (authenticator.Answer(challenges, authorization, hasAnswered: requests > 1, display) is { IsOk: false } failed)
                return failed.Fault;
            if (requests == MaxRequests)
                return result;
        }
    }
}
