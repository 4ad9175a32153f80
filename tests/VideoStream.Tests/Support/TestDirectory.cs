using Microsoft.Extensions.Options;
using VideoStream.Access;

namespace VideoStream.Tests.Support;

/// <summary>A directory for one test, deleted after it.</summary>
internal sealed class TestDirectory : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("videostream-test-");

    public string Path(string name) => System.IO.Path.Combine(_directory.FullName, name);

    /// <summary>A folder of it as the state directory of a service.</summary>
    public StateDirectory State(string name = "state") =>
        new(Options.Create(Configured.With("Source=test", $"Access:StateDirectory={Path(name)}")));

    public void Dispose() => _directory.Delete(recursive: true);
}
