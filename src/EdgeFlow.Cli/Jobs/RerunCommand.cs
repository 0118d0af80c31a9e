using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using EdgeFlow.Cli.Connection;
using EdgeFlow.Cli.Output;
using EdgeFlow.Protocol.Jobs;

namespace EdgeFlow.Cli.Jobs;

/// <summary><c>edgeflow rerun</c>: runs a job again, as a whole or from a task on.</summary>
internal static class RerunCommand
{
    private static readonly Argument<string> Job = new("job") { Description = "The job to repeat" };

    private static readonly Option<string?> From = new("--from")
    {
        Description = "Compute this task and all after it; keep the results before it (batch)",
    };

    private static readonly Option<string[]> Set = new("--set")
    {
        Description = "Another value of a parameter of a task's stage: TASK.PARAMETER=VALUE; VALUE is JSON or a text",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<int?> Version = new("--application-version")
    {
        Description = "Another version of the application",
    };

    private static readonly Option<string?> NewName = new("--job")
    {
        Description = "Name of the new job; else one is made",
    };

    private static readonly Option<bool> Watch = new("--watch", "-w") { Description = "Watch it until it ends" };

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var command = new Command(
            "rerun",
            "Run a job again. A batch job keeps each result whose stage, model, parameters and input bytes are the "
            + "same; with no option all is computed again. A stream begins with its first frame")
        {
            Job, From, Set, Version, NewName, Watch,
        };
        command.SetAction(Run);
        return command;
    }

    private static async Task<int> Run(ParseResult parsed, CancellationToken cancel)
    {
        using var client = parsed.Client();
        var asked = new JobRerun(
            parsed.GetValue(NewName), parsed.GetValue(From), parsed.GetValue(Version),
            Parameters(parsed.GetValue(Set) ?? []));
        var path = $"/v1/jobs/{Uri.EscapeDataString(parsed.GetValue(Job)!)}/rerun";
        var job = await client.Send<JobView>(HttpMethod.Post, path, asked, cancel);
        if (parsed.GetValue(Printer.Format) is var format and not OutputFormat.Table)
        {
            Printer.PrintDocument(format, job);
        }
        else
        {
            Console.WriteLine($"{job.Job}: {job.Application} version {job.Version} is {job.Status}.");
            foreach (var sentence in RerunSentence.Of(job))
            {
                Console.WriteLine(sentence);
            }
        }

        return parsed.GetValue(Watch) ? await WatchCommand.Watch(client, job.Job, cancel) : Outcome.Done;
    }

    /// <summary>Task → object of what settings of the form TASK.PARAMETER=VALUE say; null for none.</summary>
    /// <exception cref="UserErrorException">One has another form, or two say different things.</exception>
    internal static Dictionary<string, JsonElement>? Parameters(string[] settings)
    {
        var tasks = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var setting in settings)
        {
            var equals = setting.IndexOf('=', StringComparison.Ordinal);
            var dot = equals < 0 ? -1 : setting.IndexOf('.', 0, equals);
            if (dot < 1 || dot + 1 >= equals)
            {
                throw new UserErrorException(
                    $"--set {setting}: expected TASK.PARAMETER=VALUE, e.g. find-text.threshold=0.4.");
            }

            var (task, parameter) = (setting[..dot], setting[(dot + 1)..equals]);
            var values = tasks.TryGetValue(task, out var known) ? known : tasks[task] = [];
            if (!values.TryAdd(parameter, Value(setting[(equals + 1)..])))
            {
                throw new UserErrorException($"--set {setting}: {task}.{parameter} is set twice.");
            }
        }

        return tasks.Count == 0
            ? null
            : tasks.ToDictionary(pair => pair.Key, pair => JsonSerializer.SerializeToElement(pair.Value));
    }

    // What is no JSON is a text: most texts on a command line are written without quotes.
    private static JsonNode? Value(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }
}
