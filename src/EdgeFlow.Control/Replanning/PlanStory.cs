using EdgeFlow.Control.Commands;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.EventStore.Reading;

namespace EdgeFlow.Control.Replanning;

/// <summary>
/// Notes beside the events of an adoption who decided, what caused it and to which story each belongs: the plan to that
/// of its cause, each job's event to that of the job's submission. Of several events that ask for one plan its cause is
/// the newest about a job that it places or holds, else the newest. Pure.
/// </summary>
public static class PlanStory
{
    /// <summary>The append with its notes.</summary>
    /// <param name="state">What was planned from.</param>
    /// <param name="streams">What is appended, of <see cref="PlanAdoption.Streams"/>.</param>
    /// <param name="news">What happened since the plan before, in order.</param>
    /// <param name="actor">Who decides.</param>
    public static AppendRequest Tell(
        NetworkState state, IReadOnlyList<StreamAppend> streams, IReadOnlyList<RecordedEvent> news, string actor)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(streams);
        var cause = Cause(streams, news);
        var asked = new EventMetadata(
            cause?.Metadata.CorrelationId, cause is null ? null : Causes.Event(cause.Sequence), actor);
        var plan = streams.FirstOrDefault(stream => stream.StreamId == PlanAdoption.Stream);
        var planned = plan?.Expected.Version is { } parent
            ? asked with { CausationId = Causes.Plan((int)parent + 1) }
            : asked;
        var stories = state.Jobs.ToDictionary(
            job => Aggregates.Job.StreamOf(job.State.Job.Value), job => job.Correlation, StringComparer.Ordinal);
        return new AppendRequest
        {
            Metadata = asked,
            Streams = [.. streams.Select(stream => stream.StreamId == PlanAdoption.Stream ? stream : stream with
            {
                Metadata = planned with { CorrelationId = stories.GetValueOrDefault(stream.StreamId) },
            })],
        };
    }

    private static RecordedEvent? Cause(IReadOnlyList<StreamAppend> streams, IReadOnlyList<RecordedEvent> news)
    {
        var touched = streams.Select(stream => stream.StreamId).ToHashSet(StringComparer.Ordinal);
        var asking = news.Where(entry => ReplanTrigger.Of(entry.Data) is not null).ToList();
        return asking.LastOrDefault(entry => touched.Contains(entry.StreamId)) ?? asking.LastOrDefault();
    }
}
