namespace EdgeFlow.Protocol.Nodes;

/// <summary>
/// A node's Dapr application id is its name, both ways: a stage's target application is the node that it is placed on.
/// Names are narrower than what Dapr takes (it refuses dots and, on Kubernetes, all but a-z, 0-9 and '-'), so nothing
/// needs to be translated and no two nodes can meet in one id.
/// </summary>
public static class NodeAppId
{
    /// <summary>The control plane's application id, where it has no other.</summary>
    public const string ControlPlane = "edgeflow";

    /// <summary>Longest id, in characters.</summary>
    public const int MaxLength = 63;

    /// <summary>Longest id on Kubernetes, in characters: Dapr makes a service of it, named with <c>-dapr</c> behind
    /// it.</summary>
    public const int MaxLengthOnKubernetes = 58;

    private const string Rule = "A node's name is also its Dapr app id: it must be 1 to 63 of a-z, 0-9 and '-', "
        + "starting and ending with a letter or digit.";

    /// <summary>The application that runs a node's stages.</summary>
    /// <param name="node">The node's name.</param>
    /// <exception cref="ArgumentException">It is no name of a node.</exception>
    public static string Of(string node) =>
        IsFormed(node) ? node : throw new ArgumentException(Rule, nameof(node));

    /// <summary>The node whose stages an application runs; null when no node has this id.</summary>
    /// <param name="appId">A Dapr application id.</param>
    public static string? NodeOf(string appId) => Wrong(appId) is null ? appId : null;

    /// <summary>What is wrong with a node's name, in a sentence; null when nothing is.</summary>
    /// <param name="node">The name. It is not repeated unless it is harmless.</param>
    /// <param name="controlPlane">The control plane's application id; a node that had it would be sent the control
    /// plane's own work.</param>
    public static string? Wrong(string? node, string controlPlane = ControlPlane) =>
        !IsFormed(node) ? Rule
        : node == controlPlane ? $"'{node}' is the control plane's own Dapr app id: a node needs another name."
        : null;

    private static bool IsFormed(string? name) =>
        name is { Length: > 0 and <= MaxLength } && name[0] != '-' && name[^1] != '-' && name.All(IsAllowed);

    private static bool IsAllowed(char c) => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-';
}
