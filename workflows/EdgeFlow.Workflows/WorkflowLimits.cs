using EdgeFlow.Durable;
using EdgeFlow.Protocol.Nodes;

namespace EdgeFlow.Workflows;

/// <summary>Limits of a job's workflow.</summary>
public static class WorkflowLimits
{
    /// <summary>How long a job's end waits for its nodes to stop. Heartbeats tell a node that comes back later to
    /// stop.</summary>
    public static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    /// <summary>How long a node that holds a kept result may take to say whether it holds; after that it is computed
    /// again.</summary>
    public static readonly TimeSpan KeptPatience = TimeSpan.FromMinutes(2);

    /// <summary>The wait before a plan is loaded again that a node has refused as too old.</summary>
    public static readonly TimeSpan StalePause = TimeSpan.FromMilliseconds(200);

    /// <summary>Activities in the control plane fail only while its database is away: about an hour of
    /// patience.</summary>
    public static readonly ActivityOptions Control = new()
    {
        Retry = new RetryPolicy(720, TimeSpan.FromMilliseconds(50), 2, TimeSpan.FromSeconds(5)),
    };

    /// <summary>
    /// Steps of one turn whose numbers no neighbouring turn uses: a batch job of 1,000 tasks needs about three a task.
    /// </summary>
    public const int StepsOfTurn = 8_192;

    /// <summary>Turns after which the numbers come again; with their steps they fit into the wire's 31 bits.</summary>
    public const int NumberedTurns = 131_072;

    /// <summary>Hosting on a node: four attempts, for a node that is short of something for a moment.</summary>
    public static ActivityOptions On(string node) => new()
    {
        TargetApp = NodeAppId.Of(node),
        Retry = new RetryPolicy(4, TimeSpan.FromMilliseconds(200), 2, TimeSpan.FromSeconds(2)),
    };
}
