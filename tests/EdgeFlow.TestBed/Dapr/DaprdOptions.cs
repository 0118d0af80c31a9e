namespace EdgeFlow.TestBed;

/// <summary>One sidecar.</summary>
public sealed record DaprdOptions
{
    /// <summary>The application's id.</summary>
    public required string AppId { get; init; }

    /// <summary>The port of the loopback on which the application listens (HTTP); null: it has none.</summary>
    public int? AppPort { get; init; }

    /// <summary>
    /// Whether it hosts actors and workflows: the bed then adds the component <c>statestore</c> with
    /// <c>actorStateStore</c>. Switch it off to bring one of your own.
    /// </summary>
    public bool ActorState { get; init; } = true;

    /// <summary>Components, subscriptions and resiliencies as YAML texts.</summary>
    public IReadOnlyList<string> Components { get; init; } = [];

    /// <summary>Folders of such files.</summary>
    public IReadOnlyList<string> ResourceFolders { get; init; } = [];

    /// <summary>A Configuration as YAML text, laid over the bed's own, which names the name resolution.</summary>
    public string? Configuration { get; init; }

    /// <summary>Variables on top of this process's environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>debug, info, warn or error.</summary>
    public string LogLevel { get; init; } = "warn";

    /// <summary>Arguments of daprd that have no property here.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];
}
