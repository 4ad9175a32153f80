using System.Diagnostics;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>The machine's inotify instances are shared with all other programs of the user, and can be used up.</summary>
public sealed class InotifyTests : IDisposable
{
    private readonly SettingsFile _settings = new();

    // In a user namespace of its own, so that the machine's limit stays as it is.
    private const string NoInstances = "echo 0 >/proc/sys/user/max_inotify_instances || exit 1";

    public void Dispose() => _settings.Dispose();

    [Fact]
    public async Task Without_an_inotify_instance_it_starts_and_takes_changes_over()
    {
        Assert.SkipUnless(await IsPossibleAsync(), "this machine has no user namespaces");
        _settings.Write("""{"Source": "test"}""");
        var (service, address) = await ServiceProcess.ListenInNamespaceAsync(NoInstances, _settings.Argument);
        using (service)
        {
            using TestClient client = await TestClient.ConnectAsync(address);
            await client.LiveAsync();
            _settings.Write("""{"Source": "test", "WebSocket": {"Quality": 50}}""");
            await service.LogsAsync("The configuration has changed: WebSocket:Quality");
            Assert.Empty(service.Errors);
        }
    }

    private static async Task<bool> IsPossibleAsync()
    {
        try
        {
            using Process unshare = Process.Start(new ProcessStartInfo("unshare", ["--user", "--map-root-user", "sh", "-c", NoInstances])
            {
                RedirectStandardError = true,
            })!;
            await unshare.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TestClient.Timeout);
            return unshare.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
