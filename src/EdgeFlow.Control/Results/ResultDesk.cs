using EdgeFlow.Control.Answers;
using EdgeFlow.Control.Jobs;
using EdgeFlow.Control.Nodes;
using EdgeFlow.Protocol.Problems;
using EdgeFlow.Protocol.Results;

namespace EdgeFlow.Control.Results;

/// <summary>Takes batches of results from sinks: checks them, stores them, and counts their sender as heard. Thread
/// safe.</summary>
public sealed class ResultDesk(ResultStore store, JobViews jobs, LeaseTable leases)
{
    /// <summary>Longest text of an error, in characters; longer ones are refused, so that nothing is cut
    /// silently.</summary>
    public const int MaxError = 8_000;

    /// <summary>Takes a batch.</summary>
    public async Task<Answer<ResultReceipt>> Take(string job, ResultBatch batch, CancellationToken cancellationToken)
    {
        var sinks = await jobs.Sinks(job, cancellationToken).ConfigureAwait(false);
        if (sinks is null)
        {
            return Refusal.Of(ProblemKinds.NotFound, $"There is no job '{job}'.");
        }

        if (Errors(batch, sinks) is { Count: > 0 } errors)
        {
            return Refusal.Of(ProblemKinds.InvalidBody, "batch", errors);
        }

        leases.Hear(batch.Node, batch.Incarnation);
        var answer = await store.Store(job, batch, sinks, cancellationToken).ConfigureAwait(false);
        return answer.Verdict switch
        {
            StoreVerdict.Stored => answer.Receipt,
            StoreVerdict.Unknown => Refusal.Of(ProblemKinds.NotFound, $"There is no job '{job}'."),
            StoreVerdict.Ended => Refusal.Of(ProblemKinds.StaleEpoch, $"Job '{job}' has ended."),
            _ => Refusal.Of(ProblemKinds.StaleEpoch, $"Job '{job}' has a newer epoch than {batch.Epoch}."),
        };
    }

    private static List<ProblemError> Errors(ResultBatch batch, IReadOnlyList<string> sinks)
    {
        var errors = new List<ProblemError>();
        if (batch.Items.Count > ResultLimits.MaxBatch)
        {
            Add("/items", $"has {batch.Items.Count} entries", $"at most {ResultLimits.MaxBatch}");
            return errors;
        }

        if (batch.Items.Count > 0 && !sinks.Contains(batch.Task))
        {
            Add("/task", "is no sink of the job", $"one of: {string.Join(", ", sinks)}");
        }

        if (batch.TotalFrames < 0)
        {
            Add("/totalFrames", "is negative", "a count, or null while unknown");
        }

        for (var i = 0; i < batch.Items.Count; i++)
        {
            Check(batch.Items[i], $"/items/{i}");
        }

        return errors;

        void Check(ResultItem item, string place)
        {
            if (item.Frame < 0)
            {
                Add($"{place}/frame", "is negative", "a frame's number, from 0");
            }

            if (!double.IsFinite(item.LatencyMs) || item.LatencyMs < 0)
            {
                Add($"{place}/latencyMs", "is no time", "milliseconds, 0 or more");
            }

            if (item.Payload is { } payload && payload.GetRawText().Length > ResultLimits.MaxPayloadBytes)
            {
                Add($"{place}/payload", "is too large", $"at most {ResultLimits.MaxPayloadBytes} bytes of JSON");
            }

            if (item.Error?.Length > MaxError)
            {
                Add($"{place}/error", $"has {item.Error.Length} characters", $"at most {MaxError}");
            }
        }

        void Add(string pointer, string problem, string expected) =>
            errors.Add(new ProblemError(pointer, 0, 0, problem, expected));
    }
}
