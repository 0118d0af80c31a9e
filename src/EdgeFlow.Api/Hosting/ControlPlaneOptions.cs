using EdgeFlow.Control.Leadership;
using EdgeFlow.Control.Nodes;
using EdgeFlow.Control.Replanning;
using EdgeFlow.Dapr;
using EdgeFlow.Exchange;
using EdgeFlow.Ledger.Audit;

namespace EdgeFlow.Api.Hosting;

/// <summary>What a control plane needs, and its limits. Immutable.</summary>
public sealed record ControlPlaneOptions
{
    /// <summary>Where the HTTP API listens. Loopback, unless the operator says otherwise; port 0 takes a free
    /// one.</summary>
    public Uri Listen { get; init; } = new("http://127.0.0.1:7400");

    /// <summary>The address of a PostgreSQL; null to run one in <see cref="DataFolder"/>.</summary>
    public string? Database { get; init; }

    /// <summary>Where the data of a PostgreSQL that we run is.</summary>
    public string DataFolder { get; init; } = Path.Combine(Environment.CurrentDirectory, ".edgeflow", "data");

    /// <summary>Where the embedded workflow sidecar listens: <c>host:port</c> of this machine; port 0 takes a free
    /// one.</summary>
    public string SidecarListen { get; init; } = "127.0.0.1:0";

    /// <summary>The sidecar's address as nodes reach it; null for the address that it listens at.</summary>
    public Uri? SidecarAdvertised { get; init; }

    /// <summary>
    /// A workflow sidecar that runs elsewhere; null to take it from <c>DAPR_GRPC_ENDPOINT</c> or <c>DAPR_GRPC_PORT</c>,
    /// and to run the embedded one when neither is set.
    /// </summary>
    public Uri? Sidecar { get; init; }

    /// <summary>The HTTP API of a Dapr sidecar; null to take it from <c>DAPR_HTTP_ENDPOINT</c> or
    /// <c>DAPR_HTTP_PORT</c>, and to exchange nothing when neither is set.</summary>
    public DaprEndpoint? Dapr { get; init; }

    /// <summary>What is exchanged with other systems through it; nothing by default.</summary>
    public ExchangeOptions Exchange { get; init; } = new();

    /// <summary>Which of Dapr's building blocks are used beside it, by which components; none by default.</summary>
    public BuildingBlocks Blocks { get; init; } = new();

    /// <summary>The workflow sidecar's token (Dapr's <c>DAPR_API_TOKEN</c>): sent to a sidecar that runs elsewhere, and
    /// asked of whoever calls the embedded one; null for none. Never logged.</summary>
    public string? SidecarToken { get; init; }

    /// <summary>The token that a Dapr sidecar carries when it calls the HTTP API (Dapr's <c>APP_API_TOKEN</c>); null
    /// where none was agreed on. Never logged.</summary>
    public string? AppToken { get; init; }

    /// <summary>The operator's token, sent as <c>Authorization: Bearer …</c>. Without it and without <see
    /// cref="TokensFile"/> nothing is asked, and everybody is the operator.</summary>
    public string? ApiToken { get; init; }

    /// <summary>A file of tokens, which only its owner may read (<see cref="Access.TokenFile"/>); null for
    /// none.</summary>
    public string? TokensFile { get; init; }

    /// <summary>When silent nodes are given up.</summary>
    public LeaseOptions Leases { get; init; } = new();

    /// <summary>What the operator decides about planning.</summary>
    public PlanningOptions Planning { get; init; } = new();

    /// <summary>Where the key of the audit chain is, and how often events are sealed; null for the folder <c>audit</c>
    /// in
    /// <see cref="DataFolder"/>.</summary>
    public AuditOptions? Audit { get; init; }

    /// <summary>How control planes on one database agree which of them decides; null for the defaults and a new
    /// name.</summary>
    public LeaderOptions? Leader { get; init; }

    /// <summary>The limits of the HTTP API.</summary>
    public Http.HttpLimits Limits { get; init; } = new();
}
