using EdgeFlow.Durable.Grpc;

namespace EdgeFlow.Durable;

/// <summary>Purges by a filter where the sidecar can only purge by id.</summary>
internal static class FilteredPurge
{
    private const int PageSize = 100;

    /// <summary>The instances that one call looks at; the answer then says that more may be left.</summary>
    private const int MaxInstances = 10_000;

    public static async Task<PurgeOutcome> OneByOne(
        WorkflowClient client, PurgeFilter filter, bool recursive, CancellationToken cancel)
    {
        // All ids first: a list that shrinks while it is paged through would leave some out.
        var ids = new List<string>();
        string? token = null;
        do
        {
            var page = await client.List(PageSize, token, cancel).ConfigureAwait(false);
            ids.AddRange(page.InstanceIds);
            token = page.NextToken;
        }
        while (token is not null && ids.Count < MaxInstances);

        var deleted = 0;
        foreach (var id in ids)
        {
            var state = await client.Get(id, withPayloads: false, cancel).ConfigureAwait(false);
            if (state is not null && Matches(state, filter))
            {
                deleted += await Purge(client, id, recursive, cancel).ConfigureAwait(false);
            }
        }

        return new PurgeOutcome(deleted, token is null);
    }

    private static bool Matches(InstanceState state, PurgeFilter filter) =>
        state.HasEnded
        && (filter.Statuses is null || filter.Statuses.Contains(state.Status))
        && !(state.CreatedAt < filter.CreatedFrom)
        && !(state.CreatedAt > filter.CreatedTo);

    private static async Task<int> Purge(WorkflowClient client, string id, bool recursive, CancellationToken cancel)
    {
        try
        {
            return (await client.Purge(id, recursive, cancel: cancel).ConfigureAwait(false)).DeletedCount;
        }
        catch (GrpcException gone) when (gone.Status == GrpcStatus.NotFound)
        {
            // It went with its parent, or somebody else deleted it.
            return 0;
        }
    }
}
