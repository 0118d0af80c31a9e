using System.CommandLine;
using System.Text.Json;
using EdgeFlow.Cli.Connection;
using EdgeFlow.Cli.Output;
using EdgeFlow.Protocol.Applications;
using EdgeFlow.Protocol.Jobs;

namespace EdgeFlow.Cli.Jobs;

/// <summary>
/// <c>edgeflow submit</c>: declares an application from a file, or takes a declared one, and runs it.
/// </summary>
internal static class SubmitCommand
{
    private static readonly Argument<string> Application = new("application")
    {
        Description = "A manifest (.yaml, .yml or .json), or the name of a declared application",
    };

    private static readonly Option<string?> Mode = new("--mode") { Description = "batch or stream" };
    private static readonly Option<long?> Frames = new("--frames") { Description = "How many frames the source makes" };
    private static readonly Option<double?> Rate = new("--rate") { Description = "Wished frames a second" };
    private static readonly Option<double?> Required = new("--required-rate") { Description = "Least frames a second" };
    private static readonly Option<int?> Priority = new("--priority") { Description = "0 to 100" };
    private static readonly Option<double?> Price = new("--price") { Description = "Most that it may cost an hour" };
    private static readonly Option<double?> Watts = new("--watts") { Description = "Most power above idle" };
    private static readonly Option<double?> Accuracy = new("--accuracy") { Description = "Least accuracy, 0 to 1" };
    private static readonly Option<string?> Job = new("--job") { Description = "Name of the job; else one is made" };
    private static readonly Option<bool> Watch = new("--watch", "-w") { Description = "Watch it until it ends" };

    private static readonly Option<string[]> Set = new("--set")
    {
        Description = "Replace the parameters of a task's stage: TASK={json}",
        AllowMultipleArgumentsPerToken = true,
    };

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var command = new Command("submit", "Run an application")
        {
            Application, Mode, Frames, Rate, Required, Priority, Price, Watts, Accuracy, Job, Set, Watch,
        };
        command.SetAction(Run);
        return command;
    }

    private static async Task<int> Run(ParseResult parsed, CancellationToken cancel)
    {
        using var client = parsed.Client();
        var application = parsed.GetValue(Application)!;
        if (!File.Exists(application) && (application.Contains('/') || Path.HasExtension(application)))
        {
            throw new UserErrorException($"there is no file {application}.");
        }

        var declared = File.Exists(application)
            ? await Declare(client, application, cancel)
            : await client.Get<ApplicationView>($"/v1/applications/{Uri.EscapeDataString(application)}", cancel);
        var job = await client.Send<JobView>(HttpMethod.Post, "/v1/jobs", Submission(parsed, declared), cancel);
        if (parsed.GetValue(Printer.Format) is var format and not OutputFormat.Table)
        {
            Printer.PrintDocument(format, job);
        }
        else
        {
            Console.WriteLine($"{job.Job}: {declared.Name} version {declared.Version} is {job.Status}.");
        }

        return parsed.GetValue(Watch) ? await WatchCommand.Watch(client, job.Job, cancel) : Outcome.Done;
    }

    /// <summary>Declares the manifest in a file; the same manifest again is the same version.</summary>
    public static async Task<ApplicationView> Declare(EdgeFlowClient client, string file, CancellationToken cancel)
    {
        var json = Path.GetExtension(file).Equals(".json", StringComparison.OrdinalIgnoreCase);
        var text = await File.ReadAllTextAsync(file, cancel);
        return await client.SendText<ApplicationView>(
            "/v1/applications", text, json ? "application/json" : "application/yaml", cancel);
    }

    private static JobSubmission Submission(ParseResult parsed, ApplicationView declared) => new(
        declared.Name,
        declared.Version,
        parsed.GetValue(Job),
        parsed.GetValue(Mode),
        parsed.GetValue(Frames),
        parsed.GetValue(Required),
        parsed.GetValue(Rate),
        Priority: parsed.GetValue(Priority),
        Parameters: Parameters(parsed.GetValue(Set) ?? []),
        PricePerHour: parsed.GetValue(Price),
        Watts: parsed.GetValue(Watts),
        Accuracy: parsed.GetValue(Accuracy));

    private static Dictionary<string, JsonElement>? Parameters(string[] settings) => settings.Length == 0
        ? null
        : settings.Select(Parameter).ToDictionary(pair => pair.Task, pair => pair.Value);

    private static (string Task, JsonElement Value) Parameter(string setting)
    {
        var equals = setting.IndexOf('=', StringComparison.Ordinal);
        try
        {
            return (setting[..equals], JsonDocument.Parse(setting[(equals + 1)..]).RootElement);
        }
        catch (Exception wrong) when (wrong is JsonException or ArgumentOutOfRangeException)
        {
            throw new UserErrorException(
                $$"""--set {{setting}}: expected TASK={json}, e.g. capture={"folder":"documents"}.""");
        }
    }
}
