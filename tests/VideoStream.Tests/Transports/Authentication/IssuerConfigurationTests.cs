using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using VideoStream.Tests.Support;
using VideoStream.Transports.Authentication;

namespace VideoStream.Tests.Transports.Authentication;

public sealed class IssuerConfigurationTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ListLogger<IssuerConfiguration> _log = new();
    private readonly ScriptedIssuer _script = new();
    private readonly IssuerConfiguration _issuer;

    public IssuerConfigurationTests() => _issuer = new IssuerConfiguration(_script, "https://issuer.example", _time, _log);

    [Fact]
    public async Task Many_requests_wait_for_one_try_together()
    {
        Task<OpenIdConnectConfiguration>[] asked = [GetAsync(), GetAsync(), GetAsync()];
        Assert.Equal(1, _script.Tries);
        _script.Answer(new OpenIdConnectConfiguration { Issuer = "https://issuer.example" });
        OpenIdConnectConfiguration[] answers = await Limit.Within(Task.WhenAll(asked));
        Assert.All(answers, answer => Assert.Equal("https://issuer.example", answer.Issuer));
        Assert.Empty(_log.Rest());
    }

    [Fact]
    public async Task After_a_try_that_failed_all_are_refused_at_once_until_it_is_time_for_the_next()
    {
        Task<OpenIdConnectConfiguration> first = GetAsync();
        _script.Fail("connection refused");
        Assert.Equal("connection refused", await ReasonAsync(first));
        for (int i = 0; i < 100; i++)
            Assert.Equal("connection refused", await ReasonAsync(GetAsync()));
        Assert.Equal(1, _script.Tries);
        Assert.Equal(LogLevel.Error, (await _log.NextAsync()).Level);

        _time.Advance(IssuerConfiguration.RetryAfter);
        Task<OpenIdConnectConfiguration> second = GetAsync();
        _script.Fail("connection refused");
        await ReasonAsync(second);
        Assert.Empty(_log.Rest());

        _time.Advance(IssuerConfiguration.RetryAfter);
        Task<OpenIdConnectConfiguration> third = GetAsync();
        _script.Answer(new OpenIdConnectConfiguration());
        await Limit.Within(third);
        Assert.Equal((LogLevel.Information, "The issuer https://issuer.example gives its keys again"), await _log.NextAsync());
        Assert.Equal(3, _script.Tries);
    }

    [Fact]
    public async Task An_issuer_that_hangs_holds_up_nobody_for_longer_than_the_timeout()
    {
        Task<OpenIdConnectConfiguration> asked = GetAsync();
        _time.Advance(IssuerConfiguration.Timeout - TimeSpan.FromTicks(1));
        Assert.False(asked.IsCompleted);
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal("no answer in 5 s", await ReasonAsync(asked));
    }

    [Fact]
    public async Task A_request_that_is_gone_does_not_end_the_try_of_the_others()
    {
        using var gone = new CancellationTokenSource();
        Task<OpenIdConnectConfiguration> first = _issuer.GetConfigurationAsync(gone.Token), second = GetAsync();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Limit.Within(first));
        _script.Answer(new OpenIdConnectConfiguration());
        await Limit.Within(second);
        Assert.Equal(1, _script.Tries);
    }

    private static async Task<string> ReasonAsync(Task asked) =>
        (await Assert.ThrowsAsync<IssuerUnreachableException>(() => Limit.Within(asked))).Message;

    private Task<OpenIdConnectConfiguration> GetAsync() => _issuer.GetConfigurationAsync(TestContext.Current.CancellationToken);

    /// <summary>Answers when the test says so.</summary>
    private sealed class ScriptedIssuer : IConfigurationManager<OpenIdConnectConfiguration>
    {
        private TaskCompletionSource<OpenIdConnectConfiguration> _answer = new();

        public int Tries { get; private set; }

        public Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
        {
            Tries++;
            return _answer.Task;
        }

        public void RequestRefresh() => throw new NotSupportedException();

        public void Answer(OpenIdConnectConfiguration configuration) => Next().SetResult(configuration);

        public void Fail(string reason) => Next().SetException(new InvalidOperationException("IDX20803", new IOException(reason)));

        private TaskCompletionSource<OpenIdConnectConfiguration> Next() => Interlocked.Exchange(ref _answer, new());
    }
}
