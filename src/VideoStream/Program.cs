using VideoStream.Hosting;
using VideoStream.Hosting.Reload;

HangupSignal hangup = new();
if (CommandLineHelp.TryPrint(args, Console.Out))
    return 0;
if (KeysCommand.IsMeant(args))
    return KeysCommand.Run(args, Console.Out);
if (!NativeLibraries.TryPrepare(out string? problem))
    return StartFailure.Report(problem);

int exitCode = 0;
await using QueuedOutput output = QueuedOutput.OfConsole();
try
{
    if (await StartAsync() is { } app)
        await app.RunToEndAsync();
    return exitCode;
}
finally
{
    await Serilog.Log.CloseAndFlushAsync();
}

async Task<WebApplication?> StartAsync()
{
    try
    {
        WebApplicationBuilder builder = CommandLine.CreateBuilder(args);
        builder.UseListenAddresses();
        builder.AddVideoStream();
        WebApplication app = builder.Build();
        app.LogStartWarnings();
        app.MapVideoStream();
        await app.StartAsync();
        hangup.Obey(app.Services);
        return app;
    }
    catch (Exception e) when (e is not HostAbortedException)
    {
        exitCode = StartFailure.Report(e);
        return null;
    }
}
