using System.CommandLine;
using EdgeFlow.Dapr;
using EdgeFlow.Exchange;
using EdgeFlow.Exchange.Publishing;

namespace EdgeFlow.Cli.Hosting;

/// <summary>What a control plane exchanges with other systems through its Dapr sidecar.</summary>
internal static class ExchangeFlags
{
    private const string ByFile = "file";

    private static readonly Option<string?> Publish = new("--publish")
    {
        Description = "Publish events as CloudEvents: COMPONENT/TOPIC of the Dapr sidecar (or EDGEFLOW_PUBLISH)",
        DefaultValueFactory = _ => Variable("EDGEFLOW_PUBLISH"),
    };

    private static readonly Option<string> PublishFrom = new("--publish-from")
    {
        Description = "Where a new topic begins: start of the history, or now",
        DefaultValueFactory = _ => "start",
    };

    private static readonly Option<string?> Submissions = new("--submissions")
    {
        Description = "Take jobs by message: COMPONENT/TOPIC (or EDGEFLOW_SUBMISSIONS)",
        DefaultValueFactory = _ => Variable("EDGEFLOW_SUBMISSIONS"),
    };

    private static readonly Option<string> SubscribedBy = new("--subscribed-by")
    {
        Description = "Who subscribes to the submissions: code (this process), or file (components/subscription*.yaml)",
        DefaultValueFactory = _ => "code",
    };

    static ExchangeFlags()
    {
        PublishFrom.AcceptOnlyFromAmong("start", "now");
        SubscribedBy.AcceptOnlyFromAmong("code", ByFile);
    }

    /// <summary>The options, to be hung into a command.</summary>
    public static IEnumerable<Option> All => [Publish, PublishFrom, Submissions, SubscribedBy];

    /// <summary>What they say.</summary>
    /// <exception cref="UserErrorException">One of them is wrong, or there is no sidecar.</exception>
    public static ExchangeOptions Read(ParseResult parsed)
    {
        var options = new ExchangeOptions
        {
            Publish = Target(parsed.GetValue(Publish), "--publish"),
            SkipsHistory = parsed.GetValue(PublishFrom) == "now",
            Submissions = Target(parsed.GetValue(Submissions), "--submissions"),
            SubscribesByFile = parsed.GetValue(SubscribedBy) == ByFile,
        };
        if ((options.Publish ?? options.Submissions) is not null && Sidecar() is null)
        {
            throw new UserErrorException(
                "--publish and --submissions go through a Dapr sidecar, and none is named: set DAPR_HTTP_PORT, or "
                + "start with 'dapr run'.");
        }

        return options is { Submissions: not null, Publish: null }
            ? throw new UserErrorException("--submissions: they are answered by events; add --publish COMPONENT/TOPIC.")
            : options;
    }

    private static DaprEndpoint? Sidecar()
    {
        try
        {
            return DaprEndpoint.FromEnvironment();
        }
        catch (ArgumentException wrong)
        {
            throw new UserErrorException(wrong.Message);
        }
    }

    private static PublishTarget? Target(string? text, string option) => text is null
        ? null
        : PublishTarget.Parse(text)
            ?? throw new UserErrorException(
                $"{option} '{text}': write COMPONENT/TOPIC, such as pubsub/edgeflow-events.");

    private static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
