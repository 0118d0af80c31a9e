namespace EdgeFlow.Planning.Baselines;

/// <summary>How a baseline routes flows and splits bandwidth. One a session.</summary>
internal interface INetworkRule
{
    /// <summary>Takes note of a job that ran, with its routes and bandwidth as they are in force.</summary>
    /// <returns>Whether it can keep them.</returns>
    bool Keep(BaselineJob job);

    /// <summary>Takes a job whose nodes have just been chosen.</summary>
    /// <returns>Whether its flows can be carried.</returns>
    bool Add(BaselineJob job);

    /// <summary>Takes a job out again.</summary>
    void Remove(BaselineJob job);

    /// <summary>Gives every flow of all jobs a route and whole bits of bandwidth, where it has none yet.</summary>
    /// <param name="jobs">All jobs that run, by id.</param>
    void Settle(IReadOnlyList<BaselineJob> jobs);
}
