using VideoStream.Hosting;

if (!NativeLibraries.TryLoad(out string? problem))
    return StartFailure.Report(problem);

try
{
    WebApplicationBuilder builder = WebApplication.CreateBuilder(CommandLine.Options(args));
    builder.UseDefaultAddress();
    builder.AddVideoStream();
    await using WebApplication app = builder.Build();
    app.MapVideoStream();
    await app.RunAsync();
    return 0;
}
catch (Exception e) when (StartFailure.IsExpected(e))
{
    return StartFailure.Report(e);
}
finally
{
    await Serilog.Log.CloseAndFlushAsync();
}
