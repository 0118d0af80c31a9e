using System.CommandLine;
using EdgeFlow.Cli.Connection;
using EdgeFlow.Experiments;

namespace EdgeFlow.Cli;

/// <summary>Runs the command line and turns what went wrong into a sentence and an exit code.</summary>
internal static class Outcome
{
    /// <summary>The command did what was asked.</summary>
    public const int Done = 0;

    /// <summary>It was refused, or failed.</summary>
    public const int Failed = 1;

    /// <summary>The user ended it (128 + SIGINT).</summary>
    public const int Interrupted = 130;

    // How long processes that we started have to end after Ctrl-C.
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(20);

    /// <summary>Parses and runs.</summary>
    public static async Task<int> Of(RootCommand root, string[] args)
    {
        var parsed = root.Parse(args);
        // A group of commands by itself shows which it has.
        var isGroup = parsed.CommandResult.Command.Action is null && parsed.UnmatchedTokens.Count == 0;
        if (parsed.Errors.Count > 0 && !isGroup)
        {
            return Say(MistypedLine.Words(parsed));
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = Farewell,
            });
        }
        catch (OperationCanceledException cancelled) when (cancelled.InnerException is TimeoutException)
        {
            return Say($"{parsed.GetValue(ServerOptions.Server)} did not answer in time.");
        }
        catch (OperationCanceledException)
        {
            return Interrupted;
        }
        catch (RefusedException refused)
        {
            return Say(Describe(refused));
        }
        catch (HttpRequestException unreachable)
        {
            return Say(
                $"no control plane answers at {parsed.GetValue(ServerOptions.Server)} ({unreachable.Message}).\n"
                + "Start one with 'edgeflow dev', or name another with --server or EDGEFLOW_SERVER.");
        }
        catch (Exception error) when (error is UserErrorException or InputException
            or IOException or UnauthorizedAccessException)
        {
            // A file that a user named is not there, is a folder, or is somebody else's.
            return Say(error.Message);
        }
    }

    private static int Say(string message)
    {
        Console.Error.WriteLine($"edgeflow: {message}");
        return Failed;
    }

    private static string Describe(RefusedException refused)
    {
        var problem = refused.Problem;
        var lines = new List<string> { problem.Detail ?? $"{problem.Title} (HTTP {problem.Status})" };
        foreach (var error in problem.Errors ?? [])
        {
            var place = error.Line > 0 ? $"line {error.Line}, column {error.Column}: " : "";
            lines.Add($"  {place}{error.Pointer}: {error.Problem}");
            lines.Add($"    expected: {error.Expected}");
        }

        return string.Join('\n', lines);
    }
}
