using System.CommandLine;
using System.Text.Json;
using EdgeFlow.Cli.Connection;
using EdgeFlow.Cli.Output;
using EdgeFlow.Ledger.Audit.Export;
using EdgeFlow.Ledger.Audit.Signatures;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Audit;

namespace EdgeFlow.Cli.Audit;

/// <summary><c>edgeflow audit verify</c>: of a control plane's database, or of an exported file without one.</summary>
internal static class VerifyCommand
{
    private static readonly Argument<string?> Source = new("file")
    {
        Description = "An exported file, - for standard input; without it, the control plane's database",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> Key = new("--key")
    {
        Description = "The public key that must vouch for it: a PEM file, or 64 hex digits",
    };

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var command = new Command(
            "verify", "Compute every hash and check every signature again; exit code 1 when something was changed")
        {
            Source, Key,
        };
        command.SetAction(async (parsed, cancel) => parsed.GetValue(Source) is { } file
            ? await OfFile(parsed, file, cancel)
            : await OfDatabase(parsed, cancel));
        return command;
    }

    private static async Task<int> OfFile(ParseResult parsed, string file, CancellationToken cancel)
    {
        var key = parsed.GetValue(Key) is { } named ? ReadKey(named) : null;
        try
        {
            await using var stream = file == "-" ? Console.OpenStandardInput() : File.OpenRead(file);
            var report = await new ExportVerifier(TimeProvider.System).Verify(
                stream, key is null ? null : (ReadOnlyMemory<byte>?)key, cancel);
            Print(parsed, report, () => VerifyText.Of(report));
            return report.IsIntact ? Outcome.Done : Outcome.Failed;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or ExportException
            or PlatformNotSupportedException)
        {
            throw new UserErrorException($"{file}: {cause.Message}");
        }
    }

    private static async Task<int> OfDatabase(ParseResult parsed, CancellationToken cancel)
    {
        using var client = parsed.Client();
        var report = await Report(client, cancel);
        var pinned = parsed.GetValue(Key) is { } named ? Convert.ToHexStringLower(ReadKey(named)) : null;
        if (pinned is not null && report.Keys.All(key => key.PublicKey != pinned))
        {
            throw new UserErrorException("the given key is no key of this chain: the chain was made by somebody else.");
        }

        Print(parsed, report, () => VerifyText.Of(report));
        return report.IsIntact ? Outcome.Done : Outcome.Failed;
    }

    private static async Task<AuditReport> Report(EdgeFlowClient client, CancellationToken cancel)
    {
        await foreach (var item in client.Follow("/v1/audit/verification", cancel))
        {
            if (item.EventType == "report")
            {
                return JsonSerializer.Deserialize<AuditReport>(item.Data, ProtocolJson.Options)!;
            }

            var progress = JsonSerializer.Deserialize<AuditProgress>(item.Data, ProtocolJson.Options)!;
            Console.Error.WriteLine($"checked {progress.Events} events in {progress.Blocks} blocks …");
        }

        throw new UserErrorException("the control plane gave the check up; its log says why.");
    }

    private static void Print<T>(ParseResult parsed, T report, Func<IEnumerable<string>> lines)
    {
        if (parsed.GetValue(Printer.Format) is var format and not OutputFormat.Table)
        {
            Printer.PrintDocument(format, report);
            return;
        }

        foreach (var line in lines())
        {
            Console.WriteLine(line);
        }
    }

    private static byte[] ReadKey(string named)
    {
        try
        {
            var text = File.Exists(named) && new FileInfo(named).Length <= KeyText.MaxLength
                ? File.ReadAllText(named)
                : named;
            return KeyText.ReadPublic(text)
                ?? throw new UserErrorException("--key must be a file with a public key in PEM, or 64 hex digits.");
        }
        catch (IOException cause)
        {
            throw new UserErrorException($"--key {named}: {cause.Message}");
        }
    }
}
