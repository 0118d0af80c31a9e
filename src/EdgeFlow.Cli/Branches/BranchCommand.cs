using System.CommandLine;
using EdgeFlow.Cli.Connection;
using EdgeFlow.Cli.Output;
using EdgeFlow.Protocol.Branches;

namespace EdgeFlow.Cli.Branches;

/// <summary><c>edgeflow branch</c>: answers of <c>whatif</c> that were kept by name.</summary>
internal static class BranchCommand
{
    private const int Most = 1_000;

    private static readonly Argument<string> Name = new("name") { Description = "The name it was kept under" };

    /// <summary>The command.</summary>
    public static Command Make() => new("branch", "Show or forget what-if answers that were kept")
    {
        List(), Show(), Delete(),
    };

    private static Command List()
    {
        var command = new Command("list", "List them, by name");
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = parsed.Client();
            var kept = await client.List<KeptBranch>("/v1/branches", Most, cancel).ToListAsync(cancel);
            Printer.PrintList(
                parsed.GetValue(Printer.Format), kept, new Column<KeptBranch>("name", branch => branch.Name),
                new("kept", branch => branch.KeptAt.UtcDateTime.ToString("u")), new("question", Question));
        });
        return command;
    }

    private static Command Show()
    {
        var command = new Command("show", "Show one beside what happened") { Name };
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = parsed.Client();
            var kept = await client.Get<KeptBranch>(PathOf(parsed), cancel);
            var format = parsed.GetValue(Printer.Format);
            if (format != OutputFormat.Table)
            {
                Printer.PrintDocument(format, kept);
                return;
            }

            Console.WriteLine($"{kept.Name}: {Question(kept)}");
            BranchPrinter.Print(format, kept.Answer!);
        });
        return command;
    }

    private static Command Delete()
    {
        var command = new Command("delete", "Forget one") { Name };
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = parsed.Client();
            await client.Send<Nothing>(HttpMethod.Delete, PathOf(parsed), null, cancel);
        });
        return command;
    }

    private static string PathOf(ParseResult parsed) =>
        $"/v1/branches/{Uri.EscapeDataString(parsed.GetValue(Name)!)}";

    private static string Question(KeptBranch branch)
    {
        var asked = branch.Question;
        var words = (asked.Fail ?? []).Select(text => $"fail {text}")
            .Concat((asked.AddNode ?? []).Select(text => $"add node {text}"))
            .Concat((asked.Link ?? []).Select(text => $"link {text}"))
            .Concat((asked.Submit ?? []).Select(submit => $"submit {submit.Submission?.Application ?? "a manifest"}"))
            .Concat((asked.Sweep ?? []).Select(text => $"sweep {text}"))
            .Append(asked.Policy is null ? "" : $"policy {asked.Policy}")
            .Append(asked.Objective is null ? "" : $"objective {asked.Objective}")
            .Where(word => word.Length > 0).ToList();
        var what = words.Count == 0 ? "nothing is different" : string.Join(", ", words);
        return $"from {asked.From ?? "the first event"}: {what}";
    }
}
