using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>A real NATS server on loopback. The test is skipped where it is not installed.</summary>
internal sealed class NatsServerProcess : IDisposable
{
    /// <summary>Debian's is not in every user's PATH.</summary>
    private const string Debian = "/usr/sbin/nats-server";

    private readonly string[] _arguments;
    private readonly int _port = FreePort.Find();
    private Process? _process;

    /// <summary>Starts it, and waits until it listens.</summary>
    /// <param name="arguments">More arguments.</param>
    public NatsServerProcess(params string[] arguments)
    {
        _arguments = ["--addr", "127.0.0.1", "--port", _port.ToString(CultureInfo.InvariantCulture), .. arguments];
        Start();
    }

    public string Url => string.Create(CultureInfo.InvariantCulture, $"nats://127.0.0.1:{_port}");

    /// <summary>Ends it at once.</summary>
    public void Kill()
    {
        _process?.Kill();
        _process?.WaitForExit();
        _process?.Dispose();
        _process = null;
    }

    /// <summary>Starts it, on the same port.</summary>
    /// <param name="others">Arguments in place of the first ones; none for the same.</param>
    public void Start(params string[] others)
    {
        string[] arguments = others is [] ? _arguments : [.. _arguments[..4], .. others];
        try
        {
            string program = File.Exists(Debian) ? Debian : "nats-server";
            _process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("nats-server is not installed (scripts/native-deps.sh --nats)");
        }

        _process.BeginErrorReadLine();
        Assert.True(SpinWait.SpinUntil(Listens, TestClient.Timeout), "nats-server does not listen");
    }

    /// <summary>Makes it hang, with its connections open, until <see cref="Continue"/>.</summary>
    public void Suspend() => Assert.True(Signals.TrySend(_process!.Id, Signals.Suspend));

    /// <summary>Lets it go on.</summary>
    public void Continue() => Assert.True(Signals.TrySend(_process!.Id, Signals.Continue));

    public void Dispose() => Kill();

    private bool Listens()
    {
        using var socket = new TcpClient();
        try
        {
            socket.Connect("127.0.0.1", _port);
            return true;
        }
        catch (SocketException)
        {
            Assert.False(_process!.HasExited, "nats-server has ended");
            return false;
        }
    }
}
