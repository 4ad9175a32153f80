using System.CommandLine;
using System.CommandLine.Invocation;
using System.Net.Sockets;
using VideoStream.Load;
using VideoStream.Load.Options;
using VideoStream.Load.Reports;

// Set before the first socket is created: one thread polls all sockets and runs their continuations. No other thread is woken for a frame.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT", "1");

ParseResult command = new LoadCommand(RunAsync).Parse(args);
if (command.Action is ParseErrorAction mistake)
    mistake.ShowHelp = false;
return await command.InvokeAsync();

static async Task<int> RunAsync(LoadOptions options, CancellationToken cancellationToken)
{
    const int failed = 1;
    if (!LoadOptionsRules.AreValid(options, out string? problem))
    {
        await Console.Error.WriteLineAsync(problem);
        return failed;
    }

    try
    {
        LoadReport report = await new LoadRun(options).RunAsync(cancellationToken);
        await ReportOutput.WriteAsync(report, options, cancellationToken);
        return report.Frames > 0 ? 0 : failed;
    }
    catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException)
    {
        await Console.Error.WriteLineAsync($"VideoStream.Load: {e.Message}");
    }
    catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
    {
        await Console.Error.WriteLineAsync("VideoStream.Load: interrupted");
    }

    return failed;
}
