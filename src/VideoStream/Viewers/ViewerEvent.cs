namespace VideoStream.Viewers;

/// <summary>What a transport may notify its client of.</summary>
internal enum ViewerEvent
{
    /// <summary>The effective settings changed, by the client or by adaptation.</summary>
    SettingsChanged,

    /// <summary>The camera's state changed.</summary>
    CameraChanged,

    /// <summary>A second has passed.</summary>
    Ticked,

    /// <summary>The client is to be asked how far away it is.</summary>
    QuestionDue,
}
