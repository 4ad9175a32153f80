using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using VideoStream.Access;
using VideoStream.Configuration;

namespace VideoStream.Hosting;

/// <summary>Takes over keys when the configuration changes. Configuration with a mistake changes nothing.</summary>
internal sealed partial class KeyReload(
    IConfiguration configuration, IOptionsFactory<VideoStreamOptions> factory, AccessKeys keys, ILogger<KeyReload> logger)
    : IHostedService, IDisposable
{
    private IDisposable? _watch;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _watch = ChangeToken.OnChange(configuration.GetReloadToken, Reload);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => _watch?.Dispose();

    /// <summary>Never throws: it would be thrown into the thread that watches the files.</summary>
    private void Reload()
    {
        try
        {
            AccessOptions access = factory.Create(Options.DefaultName).Access;
            keys.Replace(access);
            if (access.Keys.Count == 0 && keys.AreRequired)
                LogNoKeys();
            else
                LogReloaded(access.Keys.Count);
        }
        catch (OptionsValidationException e)
        {
            LogInvalid(string.Join("; ", e.Failures));
        }
        catch (Exception e)
        {
            LogFailed(e);
        }
    }
}
