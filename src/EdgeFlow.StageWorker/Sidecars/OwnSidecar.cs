using EdgeFlow.Dapr;
using EdgeFlow.Durable;
using EdgeFlow.Protocol.Nodes;

namespace EdgeFlow.StageWorker.Sidecars;

/// <summary>The Dapr sidecar that runs beside a node, as its environment names it. Immutable.</summary>
/// <param name="Grpc">Its gRPC API, by which directives come; null when only its HTTP API is named.</param>
/// <param name="Http">Its HTTP API, by which the control plane is called; null when only the other is named.</param>
/// <param name="ApiToken">Its token (<c>DAPR_API_TOKEN</c>); null for none. Never logged.</param>
/// <param name="AppId">The application that it is said to speak for (<c>APP_ID</c>); null when nothing says.</param>
public sealed record OwnSidecar(Uri? Grpc, DaprEndpoint? Http, string? ApiToken, string? AppId)
{
    /// <summary>The sidecar that variables name; null when they name none.</summary>
    /// <param name="variable">The value of a variable by its name; null or empty when it is not set.</param>
    /// <exception cref="ArgumentException">What is set is no address of a sidecar.</exception>
    public static OwnSidecar? From(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        var (grpc, http) = (SidecarAddress.From(variable), DaprEndpoint.From(variable));
        return grpc is null && http is null
            ? null
            : new OwnSidecar(grpc, http, Set(variable("DAPR_API_TOKEN")), Set(variable("APP_ID")));
    }

    /// <summary>Why it is not the sidecar of this node, as far as the environment tells; null when it may
    /// be.</summary>
    /// <param name="node">The node's name.</param>
    public string? Wrong(string node) => AppId is null || AppId == NodeAppId.Of(node)
        ? null
        : $"APP_ID says that this process is the Dapr application '{AppId}', but the node is '{node}': "
            + "a node's name is its app id.";

    /// <summary>Where it is, without the token.</summary>
    public override string ToString() => (Http?.Address ?? Grpc)?.ToString() ?? "";

    private static string? Set(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
