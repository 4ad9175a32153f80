using Microsoft.Extensions.Options;

namespace VideoStream.Configuration;

/// <summary>Where the service publishes its cameras, so that others can relay them: <c>VideoStream:Publish</c>.</summary>
[Reload(TakesEffect.AfterRestart)]
internal sealed class PublishOptions
{
    /// <summary>NATS.</summary>
    [ValidateObjectMembers]
    public NatsPublishOptions Nats { get; } = new();
}
