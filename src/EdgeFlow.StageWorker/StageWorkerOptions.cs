using EdgeFlow.Protocol.Nodes;
using EdgeFlow.StageWorker.Registration;
using EdgeFlow.StageWorker.Sidecars;

namespace EdgeFlow.StageWorker;

/// <summary>How a node is set up.</summary>
public sealed record StageWorkerOptions
{
    /// <summary>The node's name; also its app id. 1 to 63 of a-z, 0-9 and '-'.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Base address of the control plane, e.g. <c>http://127.0.0.1:7700</c>; or <c>dapr://edgeflow</c>, its Dapr app
    /// id, to reach it through <see cref="OwnSidecar"/>.
    /// </summary>
    public required Uri ControlPlane { get; init; }

    /// <summary>
    /// gRPC address of the workflow sidecar; null for the one that the control plane names in the lease.
    /// </summary>
    public string? Sidecar { get; init; }

    /// <summary>The node's own Dapr sidecar; null where it has none.</summary>
    public OwnSidecar? OwnSidecar { get; init; }

    /// <summary>The token that the control plane's workflow sidecar asks for (<c>DAPR_API_TOKEN</c>), where the node
    /// has no sidecar of its own; null or empty for <see cref="ApiToken"/>. Never logged.</summary>
    public string? SidecarToken { get; init; }

    /// <summary>The token that a Dapr sidecar carries when it calls the node (Dapr's <c>APP_API_TOKEN</c>); null or
    /// empty where none was agreed on. Never logged.</summary>
    public string? AppToken { get; init; }

    /// <summary>Where frames are received: address and port; port 0 takes a free one.</summary>
    public string Listen { get; init; } = "127.0.0.1:0";

    /// <summary>Base address under which other nodes reach this one; null for the address that it listens on.</summary>
    public string? AdvertisedAddress { get; init; }

    /// <summary>Root of the model files.</summary>
    public required string ModelsFolder { get; init; }

    /// <summary>Root of the input data of source stages.</summary>
    public required string InputsFolder { get; init; }

    /// <summary>Where the journal and the artifacts of batch tasks are kept; created if missing.</summary>
    public required string StateFolder { get; init; }

    /// <summary>Cores that the node may keep busy: 0.5 is half of one, 2 are two; null for all.</summary>
    public double? CpuLimit { get; init; }

    /// <summary>
    /// Whether other nodes run in the same process (tests, tools): a kernel limit would hold for all of them, so the
    /// limit is kept in software then.
    /// </summary>
    public bool SharesProcess { get; init; }

    /// <summary>Memory for stages, in bytes; null for what the machine has.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Zone; empty for none.</summary>
    public string Zone { get; init; } = "";

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Taints, key → value.</summary>
    public IReadOnlyDictionary<string, string> Taints { get; init; } = new Dictionary<string, string>();

    /// <summary>Accelerators that stages may hold: name → how many; null for none.</summary>
    public IReadOnlyDictionary<string, int>? Accelerators { get; init; }

    /// <summary>Price of an hour of its whole computation; null is free.</summary>
    public double? PricePerHour { get; init; }

    /// <summary>Power that it draws without computing, in watts; null when not known.</summary>
    public double? IdleWatts { get; init; }

    /// <summary>Power on top while it computes, in watts; null when not known.</summary>
    public double? BusyWatts { get; init; }

    /// <summary>
    /// Sent to the control plane and to other nodes, and asked of whoever calls; null for none. Never logged.
    /// </summary>
    public string? ApiToken { get; init; }

    /// <summary>Where the secrets are that stages refer to; null for none.</summary>
    public Secrets.ISecretStore? Secrets { get; init; }

    /// <summary>Named limits.</summary>
    public WorkerLimits Limits { get; init; } = new();

    /// <summary>What the sidecar is shown by which directives come; null for nothing. A sidecar of the node's own is
    /// never shown what other nodes are.</summary>
    internal string? DirectiveToken =>
        OwnSidecar is not null ? OwnSidecar.ApiToken : string.IsNullOrEmpty(SidecarToken) ? ApiToken : SidecarToken;

    /// <summary>What is wrong with these options, or null.</summary>
    public string? Wrong() =>
        NodeAppId.Wrong(Name)
        ?? ControlAddress.Wrong(ControlPlane, OwnSidecar)
        ?? OwnSidecar?.Wrong(Name)
        ?? (!System.Net.IPEndPoint.TryParse(Listen, out _) ? $"'{Listen}' is not an address and a port to listen on."
        : CpuLimit is { } limit && !(limit is >= 0.01 and <= 1024)
            ? $"The CPU limit {limit} is not between 0.01 and 1024."
        : MemoryBytes is <= 0 ? $"The memory of {MemoryBytes} bytes is not positive."
        : null);
}
