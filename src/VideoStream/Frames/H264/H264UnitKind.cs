namespace VideoStream.Frames.H264;

/// <summary>How an access unit depends on others.</summary>
internal enum H264UnitKind
{
    /// <summary>Decoding can begin here.</summary>
    Key,

    /// <summary>It depends on the unit before it that others depend on, and those behind it depend on it.</summary>
    Reference,

    /// <summary>It depends on the unit before it that others depend on, and none depends on it.</summary>
    Disposable,

    /// <summary>A unit that others depend on, but one that it depends on was lost.</summary>
    Broken,
}
