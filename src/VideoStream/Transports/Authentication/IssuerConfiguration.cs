using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using VideoStream.Configuration;

namespace VideoStream.Transports.Authentication;

/// <summary>
/// The name and the keys of the issuer. They are fetched when the first token comes, and again from time to time. While the issuer does not
/// answer, requests wait for one try together, and a short time no further try is made: else they would wait for each other's.
/// </summary>
internal sealed partial class IssuerConfiguration : IConfigurationManager<OpenIdConnectConfiguration>
{
    /// <summary>How long a request waits for the issuer.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>How long no try is made after one that failed.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    private const int MaxBytes = 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly IConfigurationManager<OpenIdConnectConfiguration> _issuer;
    private readonly string? _authority;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private Task<OpenIdConnectConfiguration>? _fetch;
    private (string Reason, long At)? _failure;

    public IssuerConfiguration(IOptions<VideoStreamOptions> options, TimeProvider time, ILogger<IssuerConfiguration> logger)
        : this(Over(options.Value.Access.Jwt.Authority), options.Value.Access.Jwt.Authority, time, logger)
    {
    }

    /// <summary>Asks an issuer by the given manager.</summary>
    internal IssuerConfiguration(
        IConfigurationManager<OpenIdConnectConfiguration> issuer, string? authority, TimeProvider time, ILogger logger) =>
        (_issuer, _authority, _time, _logger) = (issuer, authority, time, logger);

    /// <summary>The issuer's name and keys.</summary>
    /// <exception cref="IssuerUnreachableException">It does not give them.</exception>
    public Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
    {
        lock (_gate)
        {
            if (_failure is { } failure && _time.GetElapsedTime(failure.At) < RetryAfter)
                return Task.FromException<OpenIdConnectConfiguration>(new IssuerUnreachableException(failure.Reason));
            if (_fetch is null or { IsCompleted: true })
                _fetch = FetchAsync();
            return _fetch.WaitAsync(cancel);
        }
    }

    /// <summary>A token has a key that is not known. At most every five minutes it is asked for.</summary>
    public void RequestRefresh() => _issuer.RequestRefresh();

    private static ConfigurationManager<OpenIdConnectConfiguration> Over(string? authority)
    {
        bool isLocal = JwtOptions.TryParse(authority, out Uri? address) && address.Scheme == Uri.UriSchemeHttp;
        var http = new HttpClient { Timeout = Timeout, MaxResponseContentBufferSize = MaxBytes };
        return new ConfigurationManager<OpenIdConnectConfiguration>(
            $"{authority?.TrimEnd('/')}/.well-known/openid-configuration",
            new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever(http) { RequireHttps = !isLocal });
    }

    private async Task<OpenIdConnectConfiguration> FetchAsync()
    {
        try
        {
            using var timeout = new CancellationTokenSource(Timeout, _time);
            OpenIdConnectConfiguration configuration = await _issuer.GetConfigurationAsync(timeout.Token).WaitAsync(timeout.Token);
            Succeed();
            return configuration;
        }
        catch (Exception e)
        {
            bool isTimeout = e.GetBaseException() is OperationCanceledException;
            string reason = isTimeout ? $"no answer in {Timeout.TotalSeconds} s" : e.GetBaseException().Message.TrimEnd('.');
            Fail(reason);
            throw new IssuerUnreachableException(reason);
        }
    }

    private void Succeed()
    {
        lock (_gate)
        {
            if (_failure is not null)
                LogReachable(_authority);
            _failure = null;
        }
    }

    private void Fail(string reason)
    {
        lock (_gate)
        {
            if (_failure?.Reason != reason)
                LogUnreachable(_authority, reason);
            _failure = (reason, _time.GetTimestamp());
        }
    }
}
