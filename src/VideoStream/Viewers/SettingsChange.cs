namespace VideoStream.Viewers;

/// <summary>The settings that one message or one query names; null for those that it leaves alone.</summary>
internal sealed record SettingsChange
{
    public bool? Osd { get; init; }

    public int? Quality { get; init; }

    public double? Fps { get; init; }

    public ResizeChoice? Resize { get; init; }

    public bool? Adaptive { get; init; }

    public bool? Paused { get; init; }

    public ViewerSettings ApplyTo(ViewerSettings settings) => new(
        Osd ?? settings.Osd,
        Quality ?? settings.Quality,
        Fps ?? settings.Fps,
        Resize is { } resize ? resize.MaxSize : settings.MaxSize,
        Adaptive ?? settings.Adaptive,
        Paused ?? settings.Paused);
}
