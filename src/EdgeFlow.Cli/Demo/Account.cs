using System.Text.Json;
using EdgeFlow.Cli.Connection;
using EdgeFlow.Cli.Output;
using EdgeFlow.Protocol.Jobs;

namespace EdgeFlow.Cli.Demo;

/// <summary>
/// What came out of a job, against what went in: frames by number, texts by the true ones beside the pictures.
/// </summary>
/// <param name="FramesIn">Frames that the source made.</param>
/// <param name="FramesOut">Different frames with a result.</param>
/// <param name="Missing">Frames without one.</param>
/// <param name="Twice">Frames with more than one.</param>
/// <param name="Refused">Results that came again and were recognised as such.</param>
/// <param name="CharactersRight">Character accuracy, 0 to 1.</param>
internal sealed record Account(
    long FramesIn, long FramesOut, long Missing, long Twice, long Refused, double CharactersRight)
{
    private const int MostResults = 100_000;

    /// <summary>Every frame came out, and once.</summary>
    public bool IsWhole => FramesIn > 0 && FramesIn == FramesOut && Missing == 0 && Twice == 0;

    /// <summary>The account in words.</summary>
    public string Sentence =>
        $"{FramesIn} frames in, {FramesOut} out, {Missing} lost, {Twice} twice "
        + $"({Refused} repeats recognised and dropped); "
        + $"{Units.Number(100 * CharactersRight)} % of the characters right (white space aside)";

    /// <summary>Counts the results that are stored.</summary>
    public static async Task<Account> Of(EdgeFlowClient client, JobView job, string pictures, CancellationToken cancel)
    {
        var results = await client.List<StoredResult>($"/v1/jobs/{job.Job}/results", MostResults, cancel)
            .ToListAsync(cancel);
        var byFrame = results.GroupBy(result => result.Frame).ToList();
        var expected = job.Results?.FramesIn ?? 0;
        var missing = expected - byFrame.Count(group => group.Key >= 0 && group.Key < expected);
        return new Account(
            expected, byFrame.Count, missing, byFrame.Count(group => group.Count() > 1), job.Results?.Duplicates ?? 0,
            await Accuracy(results, pictures, cancel));
    }

    private static async Task<double> Accuracy(
        IReadOnlyList<StoredResult> results, string pictures, CancellationToken cancel)
    {
        var (errors, length) = (0L, 0L);
        foreach (var payload in results.Select(result => result.Payload).OfType<JsonElement>())
        {
            var name = Path.GetFileName(payload.GetProperty("name").GetString()!);
            var truth = await File.ReadAllTextAsync(
                Path.Combine(pictures, Path.ChangeExtension(name, ".txt")), cancel);
            var compared = TextAccuracy.Compare(payload.GetProperty("text").GetString()!, truth);
            errors += compared.Errors;
            length += compared.Length;
        }

        return length == 0 ? 0 : 1 - ((double)errors / length);
    }
}
