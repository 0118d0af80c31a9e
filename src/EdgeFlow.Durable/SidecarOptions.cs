using System.Text.Json;
using EdgeFlow.Durable.Grpc;

namespace EdgeFlow.Durable;

/// <summary>How to reach a sidecar: what workers and clients have in common.</summary>
public record SidecarOptions
{
    /// <summary>The sidecar; null to take it from the environment (see <see cref="SidecarAddress.Resolve"/>).</summary>
    public Uri? Address { get; init; }

    /// <summary>
    /// The id of the application that this process speaks for. The embedded sidecar sends a step that names a target
    /// application to the workers of that id; a Dapr sidecar has an id of its own and does not look at this one.
    /// </summary>
    public string AppId { get; init; } = "";

    /// <summary>The secret that the sidecar asks for; null for none.</summary>
    public string? ApiToken { get; init; }

    /// <summary>How inputs, results and events become JSON; null for the web's defaults (camel case).</summary>
    public JsonSerializerOptions? Json { get; init; }

    /// <summary>The largest message accepted, in bytes; a turn brings the instance's whole history.</summary>
    public int MaxMessageBytes { get; init; } = GrpcFraming.DefaultMaxMessageBytes;

    /// <summary>How long a call that answers at once may take.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The way to a sidecar in the same process (<c>EmbeddedSidecar.Local</c>); null for gRPC to
    /// <see cref="Address"/>. It belongs to the one worker or client that is made with it and is disposed with it.
    /// It names its own application and asks for no secret.
    /// </summary>
    public IWorkflowTransport? Transport { get; init; }

    internal IWorkflowTransport Connect()
    {
        if (Transport is not null)
        {
            return Transport;
        }

        var metadata = new Dictionary<string, string>();
        if (AppId.Length > 0)
        {
            metadata[GrpcHeaders.AppId] = AppId;
        }

        if (!string.IsNullOrEmpty(ApiToken))
        {
            metadata[GrpcHeaders.ApiToken] = ApiToken;
        }

        return new GrpcClient(new GrpcClientOptions
        {
            Address = SidecarAddress.Resolve(Address),
            Metadata = metadata,
            MaxMessageBytes = MaxMessageBytes,
        });
    }
}
