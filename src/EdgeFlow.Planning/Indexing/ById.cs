namespace EdgeFlow.Planning.Indexing;

/// <summary>Lists in the order of ids.</summary>
internal static class ById
{
    /// <summary>The items by id, of those with the same id the first; costs one look at a list that is in order
    /// already.</summary>
    public static T[] FirstOfEach<T, TId>(IReadOnlyList<T> items, Func<T, TId> id)
        where TId : IComparable<TId>
    {
        var isAscending = true;
        for (var k = 1; isAscending && k < items.Count; k++)
        {
            isAscending = id(items[k - 1]).CompareTo(id(items[k])) < 0;
        }

        return isAscending ? [.. items] : [.. items.OrderBy(id).DistinctBy(id)];
    }
}
