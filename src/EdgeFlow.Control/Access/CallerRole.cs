namespace EdgeFlow.Control.Access;

/// <summary>What a caller may do.</summary>
public enum CallerRole
{
    /// <summary>Everything, of all tenants.</summary>
    Operator,

    /// <summary>Reads and writes the applications and jobs of one tenant.</summary>
    User,

    /// <summary>Reads the applications and jobs of one tenant, or of all.</summary>
    Reader,

    /// <summary>A node's process: it registers, says that it lives, brings results, and leaves.</summary>
    Node,
}
