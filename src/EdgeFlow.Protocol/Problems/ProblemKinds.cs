namespace EdgeFlow.Protocol.Problems;

/// <summary>The last part of <see cref="Problem.Type"/>: what a program may tell problems apart by. Never rename
/// one.</summary>
public static class ProblemKinds
{
    /// <summary>The manifest breaks its rules; <see cref="Problem.Errors"/> names all places.</summary>
    public const string InvalidManifest = "invalid-manifest";

    /// <summary>The body is not what this resource takes.</summary>
    public const string InvalidBody = "invalid-body";

    /// <summary>A name in the path or query breaks the rule for names.</summary>
    public const string InvalidName = "invalid-name";

    /// <summary>A parameter of the query is out of range.</summary>
    public const string InvalidQuery = "invalid-query";

    /// <summary>There is no such thing.</summary>
    public const string NotFound = "not-found";

    /// <summary>What is asked does not fit the present state.</summary>
    public const string Conflict = "conflict";

    /// <summary>Another live process has this node's name.</summary>
    public const string NodeNameTaken = "node-name-taken";

    /// <summary>The sender's epoch is older than the job's.</summary>
    public const string StaleEpoch = "stale-epoch";

    /// <summary>The thing changed since it was read (If-Match).</summary>
    public const string PreconditionFailed = "precondition-failed";

    /// <summary>The Idempotency-Key was used with another body.</summary>
    public const string KeyReused = "idempotency-key-reused";

    /// <summary>The first request with this Idempotency-Key has not been answered yet.</summary>
    public const string KeyInUse = "idempotency-key-in-use";

    /// <summary>The body is larger than this resource takes.</summary>
    public const string TooLarge = "too-large";

    /// <summary>The request took too long.</summary>
    public const string Timeout = "timeout";

    /// <summary>No token, or a wrong one.</summary>
    public const string Unauthorized = "unauthorized";

    /// <summary>The token's role may not do this.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>The database or the sidecar cannot be reached now; try again.</summary>
    public const string Unavailable = "unavailable";

    /// <summary>A bug of ours; the log has the trace under the same id.</summary>
    public const string Internal = "internal";
}
