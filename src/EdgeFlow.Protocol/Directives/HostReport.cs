namespace EdgeFlow.Protocol.Directives;

/// <summary>A node hosts what a <see cref="HostDirective"/> asked.</summary>
/// <param name="Node">The node.</param>
/// <param name="Incarnation">Its process.</param>
/// <param name="Epoch">The epoch now hosted.</param>
public sealed record HostReport(string Node, string Incarnation, int Epoch)
{
    /// <summary>The correlation id of the directive; null for none.</summary>
    public string? Correlation { get; init; }
}
