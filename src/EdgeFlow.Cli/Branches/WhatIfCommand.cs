using System.CommandLine;
using EdgeFlow.Cli.Connection;
using EdgeFlow.Cli.Output;
using EdgeFlow.Protocol.Branches;
using EdgeFlow.Protocol.Jobs;

namespace EdgeFlow.Cli.Branches;

/// <summary><c>edgeflow whatif</c>: branches of what happened, in memory, beside what happened.</summary>
internal static class WhatIfCommand
{
    private static readonly Option<string?> From = Moment.OrElse(
        "--from", "Where the branch begins: an event's number, 'now', or a time; else the first event");

    private static readonly Option<string?> Until = Moment.OrElse(
        "--until",
        "Where it ends: +10m after its beginning, 'end' for the last event, or a time; else end, from now +10m");

    private static readonly Option<string[]> Fail = Many(
        "--fail", "node:NAME or link:NAME fails; @+30s after the beginning");

    private static readonly Option<string[]> AddNode = Many(
        "--add-node", "name=NAME,speed=GMAC/s,memory=4GB[,price=2][,links=NODE:10Mbps:1ms+NODE…][@+30s]");

    private static readonly Option<string[]> Link = Many("--link", "LINK=2Mbps[@+30s], or A-B=2Mbps for a new link");
    private static readonly Option<string[]> Submit = Many(
        "--submit", "A manifest, or a declared application's name, [@+10s] after the beginning");

    private static readonly Option<string?> Policy = new("--policy") { Description = "Plan by another policy" };
    private static readonly Option<string?> Objective = new("--objective")
    {
        Description = "Plan for another objective",
    };

    private static readonly Option<string[]> Sweep = Many(
        "--sweep", "fail=node:*, link=A-B=1Mbps,…, policy=a,b or objective=a,b; a branch for each combination");

    private static readonly Option<string?> Keep = new("--keep") { Description = "Keep the answer under this name" };

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var command = new Command("whatif", "Ask what would have been, or will be, if something were different")
        {
            From, Until, Fail, AddNode, Link, Submit, Policy, Objective, Sweep, Keep,
        };
        command.SetAction(Run);
        return command;
    }

    private static Option<string[]> Many(string name, string description) =>
        new(name) { Description = $"{description} (repeatable)", DefaultValueFactory = _ => [] };

    private static async Task<int> Run(ParseResult parsed, CancellationToken cancel)
    {
        using var client = parsed.Client();
        var request = new WhatIfRequest(
            parsed.GetValue(From), parsed.GetValue(Until), parsed.GetValue(Fail), parsed.GetValue(AddNode),
            parsed.GetValue(Link), [.. parsed.GetValue(Submit)!.Select(Submission)], parsed.GetValue(Policy),
            parsed.GetValue(Objective), parsed.GetValue(Sweep), parsed.GetValue(Keep));
        WhatIfProgress? last = null;
        await foreach (var line in client.Lines<WhatIfProgress>("/v1/whatif", request, cancel))
        {
            last = line;
            if (line.Answer is null && line.Problem is null && line.Of > 1)
            {
                Console.Error.WriteLine($"{line.Done} of {line.Of} branches");
            }
        }

        if (last?.Problem is { } problem)
        {
            throw new RefusedException(problem);
        }

        BranchPrinter.Print(
            parsed.GetValue(Printer.Format),
            last?.Answer ?? throw new UserErrorException("the control plane ended before it answered; ask again."));
        return Outcome.Done;
    }

    // A file's manifest is sent; anything else names an application.
    private static WhatIfSubmission Submission(string text)
    {
        var at = text.LastIndexOf("@+", StringComparison.Ordinal);
        var (what, when) = at < 0 ? (text, null) : (text[..at], text[(at + 1)..]);
        if (File.Exists(what))
        {
            return new WhatIfSubmission(File.ReadAllText(what), null, when);
        }

        return what.Contains('/') || Path.HasExtension(what)
            ? throw new UserErrorException($"there is no file {what}.")
            : new WhatIfSubmission(null, new JobSubmission(what), when);
    }
}
