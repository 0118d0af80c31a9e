using System.Text.Json;
using EdgeFlow.Control.Answers;
using EdgeFlow.Control.Commands;
using EdgeFlow.Control.Jobs;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Protocol.Problems;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.Exchange.Bindings;

/// <summary>
/// Starts jobs when bindings deliver. A delivery that comes twice names the same job, and that is started once. Thread
/// safe.
/// </summary>
public sealed partial class BindingDesk(
    IReadOnlyDictionary<string, BindingSpec> bindings, JobRegistry jobs, ILogger<BindingDesk> log)
{
    private const string IdMember = "id";

    /// <summary>Whether a binding starts jobs here.</summary>
    public bool Knows(string binding) => bindings.ContainsKey(binding);

    /// <summary>Takes a delivery.</summary>
    /// <param name="name">The binding, one that is known.</param>
    /// <param name="body">The message; empty for a tick.</param>
    /// <param name="header">A header's value by its name.</param>
    /// <param name="correlation">The story that begins with it; null for one of its own.</param>
    /// <param name="cancel">Gives up waiting; the job may start all the same.</param>
    /// <returns>The job, new or started before; or why there is none. Only a refusal of kind
    /// <see cref="ProblemKinds.Unavailable"/> may come out otherwise when it is delivered again.</returns>
    public async Task<Answer<Created<JobView>>> Take(
        string name, ReadOnlyMemory<byte> body, Func<string, string?> header, string? correlation,
        CancellationToken cancel)
    {
        var binding = bindings[name];
        var key = Delivery.Key(binding, body.Span, header);
        var job = Delivery.JobName(name, binding, key);
        var parameters = Parameters(binding, body);
        if (parameters.Refusal is { } odd)
        {
            LogRefused(name, job, odd.Detail);
            return odd;
        }

        var submission = new JobSubmission(
            binding.Application, binding.Version, job, binding.Mode, binding.Frames, Priority: binding.Priority,
            Parameters: parameters.Value);
        var metadata = new EventMetadata(correlation, $"binding {name}", Actors.Binding(name));
        var answer = await jobs.Submit(submission, null, metadata, null, cancel).ConfigureAwait(false);
        if (answer.Refusal is { } refusal)
        {
            var reasons = refusal.Errors.Select(error => error.Problem).Prepend(refusal.Detail);
            LogRefused(name, job, string.Join("; ", reasons));
        }
        else if (answer.Value!.IsNew)
        {
            LogStarted(name, job);
        }

        return answer;
    }

    private static Answer<IReadOnlyDictionary<string, JsonElement>> Parameters(
        BindingSpec binding, ReadOnlyMemory<byte> body)
    {
        var declared = binding.Parameters ?? new Dictionary<string, JsonElement>();
        if (binding.Body != BindingSpec.ParametersBody || body.IsEmpty)
        {
            return new(declared, null);
        }

        try
        {
            var given = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(body.Span) ?? [];
            return new(
                declared.Concat(given.Where(member => member.Key != IdMember))
                    .GroupBy(member => member.Key, StringComparer.Ordinal)
                    .ToDictionary(group => group.Key, group => group.Last().Value, StringComparer.Ordinal),
                null);
        }
        catch (JsonException)
        {
            return Refusal.Of(ProblemKinds.InvalidBody, "The message is no object of stage parameters.");
        }
    }

    [LoggerMessage(LogLevel.Information, "The binding '{Binding}' started job {Job}.")]
    private partial void LogStarted(string binding, string job);

    [LoggerMessage(LogLevel.Warning, "A delivery of the binding '{Binding}' starts no job {Job}: {Reason}")]
    private partial void LogRefused(string binding, string job, string reason);
}
