using System.Collections.Frozen;

namespace EdgeFlow.Durable.Replay;

/// <summary>Runs a workflow's code on JSON: what a registration leaves of its types.</summary>
internal delegate Task<string?> WorkflowCode(WorkflowContext context, string? input);

/// <summary>The workflows that a worker knows, by name, and how it writes what they say.</summary>
internal sealed class WorkflowRegistry(
    IEnumerable<KeyValuePair<string, WorkflowCode>> workflows, string appId, Payloads payloads)
{
    private readonly FrozenDictionary<string, WorkflowCode> _workflows = workflows.ToFrozenDictionary();

    public string AppId { get; } = appId;

    public Payloads Payloads { get; } = payloads;

    public bool TryFind(string name, out WorkflowCode? code) => _workflows.TryGetValue(name, out code);

    /// <summary>Binds a workflow's types, once, so that a turn needs no reflection.</summary>
    public static WorkflowCode Bind<TWorkflow, TIn, TOut>(string name, Func<TWorkflow> make, Payloads payloads)
        where TWorkflow : Workflow<TIn, TOut> =>
        async (context, input) => payloads.WriteAs(
            await make().Run(context, payloads.Read<TIn>(input, $"the input of workflow '{name}'")));
}
