using EdgeFlow.Control.Leadership;

namespace EdgeFlow.Control.Commands;

/// <summary>How those who ask are named beside events. Pure.</summary>
public static class Actors
{
    /// <summary>Whoever may use the API where it asks nobody for a name.</summary>
    public const string Operator = "operator";

    /// <summary>A node's process: <c>node/NAME</c>.</summary>
    public static string Node(string name) => $"node/{name}";

    /// <summary>A binding that delivers: <c>binding/NAME</c>.</summary>
    public static string Binding(string name) => $"binding/{name}";

    /// <summary>A job's workflow: <c>workflow/JOB</c>.</summary>
    public static string Workflow(string job) => $"workflow/{job}";

    /// <summary>The control plane that decides: <c>control-plane/HOLDER</c>.</summary>
    public static string ControlPlane(LeaderOptions leader) => $"control-plane/{leader?.Holder}";
}
