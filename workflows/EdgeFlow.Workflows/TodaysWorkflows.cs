using System.Text.Json;
using EdgeFlow.Control.Runs;
using EdgeFlow.Durable;
using EdgeFlow.Protocol;

namespace EdgeFlow.Workflows;

/// <summary>The workflows of this version, to be run over recorded histories.</summary>
public static class TodaysWorkflows
{
    /// <summary>A replayer that knows them all.</summary>
    /// <param name="json">How payloads are written; null for the protocol's form.</param>
    public static WorkflowReplayer Replayer(JsonSerializerOptions? json = null) =>
        new WorkflowReplayer(json ?? ProtocolJson.Options)
            .AddWorkflow<JobWorkflow, JobInput, JobOutcome>(WorkflowNames.Job, () => new JobWorkflow());
}
