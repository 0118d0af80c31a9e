namespace EdgeFlow.EventStore.Appending;

/// <summary>How the rows of a group become known to who watches.</summary>
internal enum Watching
{
    /// <summary>Nobody watches.</summary>
    Off,

    /// <summary>What was sent is what stands in the rows.</summary>
    Foreseen,

    /// <summary>The database sends the rows' JSON back.</summary>
    Asked,
}
