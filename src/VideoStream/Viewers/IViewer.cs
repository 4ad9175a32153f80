namespace VideoStream.Viewers;

/// <summary>A connection that is sent frames until it ends.</summary>
internal interface IViewer
{
    /// <summary>Serves it to its end.</summary>
    Task RunAsync();

    /// <summary>Called once a second, by one timer for all viewers. Must not block.</summary>
    void Tick();
}
