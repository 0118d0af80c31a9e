namespace EdgeFlow.Api.Access;

/// <summary>Who may ask for a route.</summary>
internal enum AccessRule
{
    /// <summary>Operators alone; also what a route without a rule has.</summary>
    Operators,

    /// <summary>Anybody, without a token.</summary>
    Open,

    /// <summary>Every caller; the answer is the same for all.</summary>
    Callers,

    /// <summary>Operators, users and readers; tenants see their part.</summary>
    Readers,

    /// <summary>Operators and users; tenants change what is theirs.</summary>
    Writers,

    /// <summary>Operators and nodes.</summary>
    Nodes,

    /// <summary>Our own Dapr sidecar, which shows its token instead of a caller's.</summary>
    Sidecar,
}
