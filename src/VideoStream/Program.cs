using VideoStream.Hosting;

if (!NativeLibraries.TryLoad(out string? problem))
    return StartFailure.Report(problem);

try
{
    await using WebApplication? app = await StartAsync();
    if (app is null)
        return StartFailure.ExitCode;
    await app.WaitForShutdownAsync();
    return 0;
}
finally
{
    await Serilog.Log.CloseAndFlushAsync();
}

async Task<WebApplication?> StartAsync()
{
    try
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(CommandLine.Options(args));
        builder.UseDefaultAddress();
        builder.AddVideoStream();
        WebApplication app = builder.Build();
        app.MapVideoStream();
        await app.StartAsync();
        return app;
    }
    catch (Exception e) when (StartFailure.IsExpected(e))
    {
        StartFailure.Report(e);
        return null;
    }
}
