namespace EdgeFlow.EventStore;

/// <summary>Whose streams are: the values of <c>tenant_id</c>. A stream has one tenant for ever, and all its events
/// have that one.</summary>
public static class Tenancy
{
    /// <summary>The tenant of everything that nobody else has: Marten's name for it.</summary>
    public const string Default = "*DEFAULT*";
}
