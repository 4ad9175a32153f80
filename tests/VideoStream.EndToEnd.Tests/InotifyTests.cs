using System.Diagnostics;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>The machine's inotify instances are shared with all other programs of the user, and can be used up.</summary>
public sealed class InotifyTests
{
    // In a user namespace of its own, so that the machine's limit stays as it is.
    private const string NoInstances = "echo 0 >/proc/sys/user/max_inotify_instances || exit 1";

    [Fact]
    public async Task Without_an_inotify_instance_it_starts_and_says_that_files_are_not_watched()
    {
        Assert.SkipUnless(await IsPossibleAsync(), "this machine has no user namespaces");
        var (service, address) = await ServiceProcess.ListenInNamespaceAsync(NoInstances, "--source=test");
        using (service)
        {
            using TestClient client = await TestClient.ConnectAsync(address);
            await client.LiveAsync();
            const string said = "Configuration files are not watched for changes";
            Assert.Single(service.Output, line => line.Contains(said, StringComparison.Ordinal));
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
