using System.CommandLine;
using System.CommandLine.Invocation;
using System.Net.Sockets;
using VideoStream.Load;
using VideoStream.Load.Options;
using VideoStream.Load.Reports;

// Before the first socket: one thread waits for all of them and runs what waited, without a second thread being woken for each picture.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT", "1");

ParseResult command = new LoadCommand(RunAsync).Parse(args);
if (command.Action is ParseErrorAction mistake)
    mistake.ShowHelp = false;
return await command.InvokeAsync();

static async Task<int> RunAsync(LoadOptions options, CancellationToken cancellationToken)
{
    const int failed = 1;
    if (LoadOptionsRules.Problem(options) is { } problem)
    {
        await Console.Error.WriteLineAsync(problem);
        return failed;
    }

    try
    {
        LoadReport report = await new LoadRun(options).RunAsync(cancellationToken);
        await ReportOutput.WriteAsync(report, options, cancellationToken);
        return report.Pictures > 0 ? 0 : failed;
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
