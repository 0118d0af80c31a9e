using System.CommandLine;
using EdgeFlow.Cli.Connection;
using EdgeFlow.Cli.Output;
using EdgeFlow.Protocol.Audit;

namespace EdgeFlow.Cli.Audit;

/// <summary><c>edgeflow audit</c>: proof that nobody changed what happened.</summary>
internal static class AuditCommand
{
    /// <summary>The command.</summary>
    public static Command Make() => new("audit", "Prove that nobody changed what happened")
    {
        Status(), VerifyCommand.Make(), ExportCommand.Make(), ArchiveCommand.Make(), ForgetCommand.Make(),
        RotateKey(),
    };

    private static Command Status()
    {
        var command = new Command("status", "Show how far events are sealed, and the keys that sign");
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = parsed.Client();
            var status = await client.Get<AuditStatus>("/v1/audit", cancel);
            if (parsed.GetValue(Printer.Format) is var format and not OutputFormat.Table)
            {
                Printer.PrintDocument(format, status);
            }
            else
            {
                Print(status);
            }

            return status.Halted is null ? Outcome.Done : Outcome.Failed;
        });
        return command;
    }

    private static Command RotateKey()
    {
        var command = new Command("rotate-key", "Replace the key that signs; the old one endorses the new one");
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = parsed.Client();
            var key = await client.Send<AuditKeyView>(HttpMethod.Post, "/v1/audit/keys", null, cancel);
            if (parsed.GetValue(Printer.Format) is var format and not OutputFormat.Table)
            {
                Printer.PrintDocument(format, key);
                return;
            }

            Console.WriteLine($"key {key.Ordinal} ({key.Id}) signs from now on: {key.PublicKey}");
        });
        return command;
    }

    private static void Print(AuditStatus status)
    {
        Console.WriteLine($"chain {status.Chain}: sealed through event {status.SealedThrough}, "
            + $"{status.Unsealed} newer, every {Units.Duration(status.IntervalMs)}");
        Console.WriteLine(status.Halted is { } why ? $"NOT SEALING: {why}"
            : status.HoldsKey ? "this control plane holds the key that signs"
            : "another control plane holds the key that signs");
        Console.WriteLine();
        Printer.PrintList(OutputFormat.Table, status.Tenants,
            new Column<AuditTenant>("tenant", tenant => tenant.Tenant),
            new("blocks", tenant => $"{tenant.Blocks}", Right: true),
            new("events", tenant => $"{tenant.Events}", Right: true),
            new("archived", tenant => $"{tenant.Archived}", Right: true),
            new("sealed at", tenant => Units.Time(tenant.SealedAt)), new("head", tenant => tenant.Head[..16]));
        Console.WriteLine();
        Printer.PrintList(OutputFormat.Table, status.Keys,
            new Column<AuditKeyView>("key", key => $"{key.Ordinal}", Right: true), new("id", key => key.Id),
            new("made", key => key.CreatedAt.UtcDateTime.ToString("u")),
            new("signs", key => key.IsActive ? "yes" : "no"), new("public key", key => key.PublicKey));
    }
}
