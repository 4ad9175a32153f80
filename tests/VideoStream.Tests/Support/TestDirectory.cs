using Microsoft.Extensions.Options;
using VideoStream.Access;

namespace VideoStream.Tests.Support;

/// <summary>A directory for one test, deleted after it.</summary>
internal sealed class TestDirectory : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("videostream-test-");
    private StateDirectory? _state;

    public string Path(string name) => System.IO.Path.Combine(_directory.FullName, name);

    /// <summary>A folder of it as the state directory of a service that starts. The one before has ended.</summary>
    public StateDirectory State(string name = "state")
    {
        _state?.Dispose();
        return _state = SecondState(name);
    }

    /// <summary>A folder of it as the state directory of a service that starts beside others.</summary>
    public StateDirectory SecondState(string name = "state") =>
        new(Options.Create(Configured.With("Source=test", $"Access:StateDirectory={Path(name)}")));

    public void Dispose()
    {
        _state?.Dispose();
        _directory.Delete(recursive: true);
    }
}
