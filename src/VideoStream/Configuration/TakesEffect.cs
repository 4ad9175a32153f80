namespace VideoStream.Configuration;

/// <summary>When a changed value of the configuration counts.</summary>
internal enum TakesEffect
{
    /// <summary>With the reload.</summary>
    AtOnce,

    /// <summary>For connections and viewers that come after the reload. Those that are there keep the old value.</summary>
    ForNewViewers,

    /// <summary>With the next start.</summary>
    AfterRestart,
}
