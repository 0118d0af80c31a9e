namespace EdgeFlow.Control.Settings;

/// <summary>What a configuration store that settings are taken from has come to. Thread safe.</summary>
public sealed class SettingsBoard
{
    private volatile IReadOnlyList<string> problems = [];
    private volatile string? store;

    /// <summary>The store; null when settings are set by hand.</summary>
    public string? Store => store;

    /// <summary>What of it was refused, or why it cannot be read.</summary>
    public IReadOnlyList<string> Problems => problems;

    /// <summary>Says that settings are taken from a store.</summary>
    public void Follow(string name) => store = name;

    /// <summary>Says what is wrong with it now.</summary>
    /// <returns>Whether that is news.</returns>
    public bool Note(IReadOnlyList<string> now)
    {
        var isNews = !problems.SequenceEqual(now);
        problems = now;
        return isNews;
    }
}
