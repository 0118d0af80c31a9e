namespace EdgeFlow.Protocol.Audit;

/// <summary>What can be wrong with a chain: <see cref="AuditFinding.Kind"/>. Never rename one.</summary>
public static class AuditFindingKinds
{
    /// <summary>An event is not what was sealed.</summary>
    public const string Edited = "edited";

    /// <summary>An event that was sealed is gone.</summary>
    public const string Deleted = "deleted";

    /// <summary>An event stands among sealed ones, or where none can be, and was never sealed.</summary>
    public const string Inserted = "inserted";

    /// <summary>An event stands in another place than it was sealed in.</summary>
    public const string Reordered = "reordered";

    /// <summary>A block of the chain itself was changed, removed or added.</summary>
    public const string Block = "block";

    /// <summary>A signature is not that of the key it names.</summary>
    public const string Signature = "signature";

    /// <summary>A key is not endorsed by the one before it.</summary>
    public const string Key = "key";

    /// <summary>A stream's own row does not fit its events.</summary>
    public const string Stream = "stream";
}
