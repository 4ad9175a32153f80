using VideoStream.Configuration;

namespace VideoStream.Cameras.Sources;

/// <summary>
/// What a camera's <c>Source</c> names. Each kind of source is one derived record, with a static <c>Parse</c> for its text, and one line
/// in <see cref="SourceKinds"/>.
/// </summary>
internal abstract record SourceDescriptor
{
    /// <summary>The source as logs, errors and the status show it. Contains no secret.</summary>
    public abstract string Display { get; }

    /// <summary>Whether the source is open only while it has viewers, if the camera's options do not say.</summary>
    public virtual bool IsOnDemand => false;

    /// <summary>Whether it is so whatever the camera's options say.</summary>
    public virtual bool IsAlwaysOnDemand => false;

    /// <summary>Makes a reader for one connection.</summary>
    public abstract ICameraReader CreateReader(CameraOptions options, TimeProvider time);

    /// <summary>Checks, without reading, whether opening the source may succeed.</summary>
    public virtual Task<bool> IsReachableAsync(CameraOptions options, TimeProvider time, CancellationToken cancellationToken) =>
        Task.FromResult(true);

    /// <summary>
    /// What is wrong with the source, as far as that can be known without opening it and without waiting; null if nothing is.
    /// </summary>
    public virtual CameraFault? FindFault() => null;

    /// <summary>The source to use instead of a selected one, if there is a better one now; otherwise the selected one.</summary>
    /// <param name="selected">The result of an earlier <see cref="Resolve"/>.</param>
    public virtual SourceDescriptor Reselect(SourceDescriptor selected) => selected;

    /// <summary>The source to use now. Only <see cref="AutoSource"/> selects another one.</summary>
    /// <param name="previous">The result of the previous call; null at the first.</param>
    public virtual SourceDescriptor Resolve(SourceDescriptor? previous) => this;
}
