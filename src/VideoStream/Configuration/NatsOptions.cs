namespace VideoStream.Configuration;

/// <summary>How the service proves itself to NATS servers, to publish and to relay: <c>VideoStream:Nats</c>.</summary>
[Reload(TakesEffect.AfterRestart)]
internal sealed class NatsOptions
{
    /// <summary>A file with credentials (<c>.creds</c>: a JWT and its NKey). Default: not set.</summary>
    public string? CredsFile { get; set; }

    /// <summary>A file with the seed of an NKey. Default: not set.</summary>
    public string? NKeyFile { get; set; }

    /// <summary>A token. Default: not set.</summary>
    public string? Token { get; set; }

    /// <summary>A user name, with <see cref="Password"/>. Default: not set.</summary>
    public string? User { get; set; }

    /// <summary>The password of <see cref="User"/>. Default: not set.</summary>
    public string? Password { get; set; }

    /// <summary>
    /// A file with the certificates (PEM) that the servers' certificates are checked with, and then they must use TLS. Default: not set,
    /// which stands for those of the machine.
    /// </summary>
    public string? CaFile { get; set; }
}
