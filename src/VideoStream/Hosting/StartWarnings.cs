namespace VideoStream.Hosting;

/// <summary>Logs what was found before there was a log.</summary>
internal static partial class StartWarnings
{
    public static void LogStartWarnings(this WebApplication app)
    {
        foreach (StartWarning warning in app.Services.GetServices<StartWarning>())
            Log(app.Logger, warning.Text);
    }
}
