using Microsoft.AspNetCore.Http.Features;

namespace VideoStream.Tests.Support;

/// <summary>A request that can be aborted. The framework's default feature ignores an abort.</summary>
internal sealed class TestLifetime : IHttpRequestLifetimeFeature
{
    private readonly CancellationTokenSource _aborted = new();

    public CancellationToken RequestAborted
    {
        get => _aborted.Token;
        set => throw new NotSupportedException();
    }

    public void Abort() => _aborted.Cancel();
}
